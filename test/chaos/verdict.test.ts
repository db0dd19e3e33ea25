import { describe, expect, it } from "vitest";
import { type Observed, problemsOf } from "./verdict.ts";

/** A deploy that came through; the next one did as well. */
const well = (over: Partial<Observed> = {}): Observed => ({
  reached: true,
  run: { words: "deploy", exitCode: 0, inTime: true },
  before: "a1",
  target: "b2",
  afterwards: ["b2", "b2"],
  next: [{ words: "deploy", exitCode: 0 }],
  wanted: "c3",
  finally: { answers: ["c3", "c3"], running: [["app-c3"], ["app-c3"]], lock: undefined },
  traffic: { requests: 1000, lost: 0, kinds: [] },
  ...over,
});

const killed = { words: "deploy", exitCode: undefined, inTime: true };
const failed = { words: "deploy", exitCode: 1, inTime: true };

describe("what is left of a disturbed run", () => {
  it.each([
    ["the new version everywhere, after one that ended well", {}, {}],
    ["the old version everywhere, after one that failed", {}, { run: failed, afterwards: ["a1", "a1"] }],
    ["what another job made live after it", {}, { rival: "f6", afterwards: ["f6", "f6"] }],
    ["both versions, where it was killed", { mayMix: true }, { run: killed, afterwards: ["b2", "a1"] }],
    ["nothing on the server that only a deploy can help", { needsDeploy: true }, { run: failed, afterwards: [undefined, "a1"] }],
  ] as const)("may be %s", (_, fault, over) => {
    expect(problemsOf({ fault, host: 0 }, well(over))).toEqual([]);
  });

  it.each([
    ["a run without an end", {}, { run: { ...killed, inTime: false } }, "It did not end, and was killed"],
    ["success of what must fail", { mustFail: true }, { afterwards: ["a1", "a1"] }, "It ended well, and should not have"],
    [
      "a failure without a reason",
      { mustPass: true },
      { run: failed, afterwards: ["a1", "a1"] },
      "It failed, and should have got through",
    ],
    ["nothing that serves", {}, { run: failed, afterwards: ["a1", undefined] }, "server-2 served nothing"],
    [
      "nothing on another server",
      { needsDeploy: true },
      { run: failed, afterwards: ["a1", undefined] },
      "server-2 served nothing",
    ],
    [
      "a version that must not be live",
      { mustFail: true },
      { run: failed, afterwards: ["b2", "a1"] },
      "server-1 served b2, which is neither the old version nor the new one",
    ],
    ["two versions after a run that ended by itself", {}, { run: failed, afterwards: ["b2", "a1"] }, "It left two versions"],
    [
      "success that is none",
      { mayMix: true },
      { afterwards: ["b2", "a1"] },
      "It ended well, and a server served another version",
    ],
    ["two versions of two jobs", {}, { rival: "f6", afterwards: ["f6", "b2"] }, "It left two versions"],
    ["a fault that never came", {}, { reached: false }, "It ended without coming to the moment of the fault"],
  ] as const)("must not be %s", (_, fault, over, problem) => {
    expect(problemsOf({ fault, host: 0 }, well(over))).toContain(problem);
  });
});

describe("what comes after a disturbed run", () => {
  const seen = well().finally;

  it.each([
    ["a deploy that fails", { next: [{ words: "deploy", exitCode: 1 }] }, "Afterwards `deploy` did not work"],
    ["a lost request", { traffic: { requests: 10, lost: 2, kinds: ["502"] } }, "2 requests were lost: 502"],
    ["no traffic at all", { traffic: { requests: 0, lost: 0, kinds: [] } }, "There was no traffic"],
    ["a lock", { finally: { ...seen, lock: "Locked by: Ann" } }, "In the end there was a deploy lock"],
    [
      "another version than was deployed last",
      { finally: { ...seen, answers: ["c3", "b2"] } },
      "In the end server-2 served b2, and not what was deployed last",
    ],
    [
      "an old container that runs on",
      { finally: { ...seen, running: [["app-c3", "app-b2"], ["app-c3"]] } },
      "In the end server-1 ran app-c3 and app-b2",
    ],
  ] as const)("must not be %s", (_, over, problem) => {
    expect(problemsOf({ fault: { mayMix: true }, host: 0 }, well(over))).toEqual([problem]);
  });
});
