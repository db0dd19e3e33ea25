import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const crash = JSON.stringify(join(import.meta.dirname, "../../src/use-cases/crash.ts"));

/** A run that waits until it is stopped, and ends with success. @param events what happens meanwhile */
function during(events: string): { readonly status: number | null; readonly stderr: string } {
  const program = `
    import { writeSync } from "node:fs";
    import { onCrash } from ${crash};
    const cancel = new AbortController();
    const tell = (text) => void writeSync(2, text + "\\n");
    onCrash({ tell, stop: () => cancel.abort(), left: () => "The lock may stay." });
    const stopped = new Promise((resolve) => cancel.signal.addEventListener("abort", resolve));
    const later = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
    ${events}
    tell("The run has cleaned up.");`;
  return spawnSync(process.execPath, ["--input-type=module", "--eval", program], { encoding: "utf8" });
}

describe("a run in which something fails unheard", () => {
  it.each([
    ["a promise that nobody waits for", "Promise.reject(new Error('Boo')); await stopped; await later(50);"],
    ["an error in a timer", "setTimeout(() => { throw new Error('Boo'); }); await stopped; await later(50);"],
    [
      "an event of an error to which nobody listens",
      "process.nextTick(() => process.stdin.emit('error', new Error('Boo'))); await stopped;",
    ],
    ["what is no error", "Promise.reject('Boo'); await stopped;"],
  ])("is stopped and cleans up, and never ends with success: %s", (_, events) => {
    const { status, stderr } = during(events);
    expect(stderr).toMatch(/^This is a fault in Landfall.*Boo.*The run is stopped.*The run has cleaned up\.\n$/s);
    expect(status).toBe(1);
  });

  it("cleans up though it fails again meanwhile, of which it tells as well", () => {
    const { status, stderr } = during(
      "Promise.reject(new Error('One')); await stopped; Promise.reject(new Error('Two')); await later(50);",
    );
    expect(stderr).toMatch(/One.*Two.*cleaned up/s);
    expect(stderr.match(/The run is stopped/g)).toHaveLength(1);
    expect(status).toBe(1);
  });

  it("is ended where it fails without an end", () => {
    const { status, stderr } = during("setInterval(() => { throw new Error('Boo'); }); await later(60_000);");
    expect(stderr).toContain("It ended before its work was done.");
    expect(stderr).toContain("The lock may stay.");
    expect(status).toBe(1);
  });
});

it("a run that waits for what nothing brings about says that it ended too soon, and what it leaves", () => {
  const { status, stderr } = during("await new Promise(() => {});");
  expect(stderr).toMatch(/It ended before its work was done\..*The lock may stay\./s);
  expect(status).toBe(1);
});

it("a run in which nothing fails unheard says nothing, and ends as it did", () => {
  expect(during("")).toMatchObject({ status: 0, stderr: "The run has cleaned up.\n" });
  expect(during("process.exitCode = 7;")).toMatchObject({ status: 7 });
});
