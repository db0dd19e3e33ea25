import { describe, expect, it } from "vitest";
import { type Fault, nothing } from "./fault.ts";
import { accountOf, caseName, findingsTable, verdictLine } from "./report.ts";
import type { Finding } from "./trial.ts";

const kill: Fault = { name: "kill", where: "deployer", means: "kill -9 of the program", cause: nothing, heal: nothing };
const moment = { kind: "after", boundary: { place: "server-1", title: "Boot web" } } as const;

const aFinding = (over: Partial<Finding> = {}): Finding => ({
  tried: { journey: "deploy", moment, fault: kill, host: 0 },
  seen: {
    reached: true,
    run: { words: "deploy", exitCode: undefined, inTime: true },
    before: "a1",
    target: "b2",
    afterwards: ["a1", "b2"],
    next: [{ words: "deploy", exitCode: 0 }],
    wanted: "c3",
    finally: { answers: ["c3", "c3"], running: [["app-c3"], ["app-c3"]], lock: undefined },
    traffic: { requests: 1200, lost: 0, kinds: [] },
  },
  left: "Locked by: Ann",
  problems: [],
  said: "$ landfall deploy\n✓ server-1 Boot web",
  ...over,
});

describe("the report of a chaos test", () => {
  it("says of each fault when it came, what served then, and whether the next deploy got through", () => {
    const [, line = ""] = findingsTable([aFinding()]).split("\n");
    expect(line.split(/ {2,}/)).toEqual([
      ...["✓", "deploy", "kill", 'after "Boot web" on server-1', "deployer", "old new", "yes", "ok", "1200", "0"],
    ]);
  });

  it("tells servers that serve nothing, or a version of others, from the rest", () => {
    const { seen } = aFinding();
    const strange = aFinding({ seen: { ...seen, afterwards: [undefined, "f9"] }, problems: ["server-1 served nothing"] });
    expect(findingsTable([strange])).toMatch(/✗ .* nothing other /);
  });

  it("names the server where that is who the fault came to", () => {
    const tried = { journey: "rollback", moment: { kind: "while", deed: "boots" }, fault: kill, host: 1 } as const;
    expect(caseName(tried)).toBe("rollback, while it boots: kill (kill -9 of the program), server-2");
  });

  it("shows what the runs said of a problem", () => {
    const text = accountOf(aFinding({ problems: ["It left two versions"] }));
    expect(text).toContain("  ✗ It left two versions\n");
    expect(text).toContain("  | $ landfall deploy\n  | ✓ server-1 Boot web");
  });

  it("ends with what all of it comes to", () => {
    const lines = verdictLine([aFinding(), aFinding({ problems: ["It left two versions"] })]);
    expect(lines).toBe("2 faults tried, 1 with a problem; 2,400 requests, 0 lost");
  });
});
