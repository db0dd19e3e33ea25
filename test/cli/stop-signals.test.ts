import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const from = (path: string): string => JSON.stringify(join(import.meta.dirname, "../../src", path));

/** A program that holds the deploy lock while this happens, and ends with 7 unless it is ended before. */
function during(events: string): { readonly status: number | null; readonly stderr: string } {
  const program = `
    import { stepId } from ${from("core/plan/plan.ts")};
    import { OwnLock } from ${from("cli/own-lock.ts")};
    import { stopSignals } from ${from("cli/stop-signals.ts")};
    const lock = new OwnLock();
    lock.expect();
    lock.started({ id: stepId("lock"), stage: "lock", host: "1.1.1.1" }, { destination: "staging" });
    const cancel = stopSignals(lock).signal;
    const later = () => new Promise((resolve) => setTimeout(resolve, 600));
    ${events}
    process.exit(cancel.aborted ? 7 : 8);`;
  return spawnSync(process.execPath, ["--input-type=module", "--eval", program], { encoding: "utf8" });
}

describe("Ctrl-C", () => {
  it("lets the run stop by itself", () => {
    const { status, stderr } = during('process.emit("SIGINT")');
    expect(status).toBe(7);
    expect(stderr).toContain("Once more ends this at once, and undoes nothing.");
  });

  it("counts once though npm hands it on as well", () => {
    expect(during('process.emit("SIGINT"); process.emit("SIGINT")').status).toBe(7);
  });

  it("given twice ends the program at once, which says where the lock stays", () => {
    const { status, stderr } = during('process.emit("SIGINT"); await later(); process.emit("SIGINT")');
    expect(status).toBe(130);
    expect(stderr).toMatch(/Ended at once\..*\n.*lock may stay on 1\.1\.1\.1; .*`landfall lock release -d staging`/);
  });
});

it("SIGTERM lets the run stop by itself, however often it comes", () => {
  expect(during('process.emit("SIGTERM"); await later(); process.emit("SIGTERM")').status).toBe(7);
  expect(during('process.emit("SIGINT"); await later(); process.emit("SIGTERM")').status).toBe(7);
});
