import { describe, expect, it } from "vitest";
import { type CleanUp, runs, type Status, type Step, stepId } from "../../../src/core/plan/plan.ts";
import { sh } from "../../../src/core/shell/sh.ts";
import { aHost } from "../../support.ts";

const [a, b] = [stepId("a"), stepId("b")];
const step = (over: Partial<Pick<Step, "needs">> & { readonly cleansUp?: CleanUp }): Step => ({
  ...{ id: stepId("it"), title: "It", stage: "boot", host: aHost("x"), run: sh`true`, needs: [] },
  ...over,
});

/** Whether a step runs when a and b have ended so. */
const runsAfter = (it: Step, endings: { readonly a: Status; readonly b?: Status }, cancelled = false): boolean =>
  runs(it, (id) => (id === a ? endings.a : (endings.b ?? "succeeded")), { cancelled });

describe("a step", () => {
  const it1 = step({ needs: [a, b] });

  it("runs when all that it needs has succeeded", () => {
    expect(runsAfter(it1, { a: "succeeded" })).toBe(true);
  });

  it.each<Status>(["failed", "interrupted", "skipped"])("does not run when one that it needs was %s", (ending) => {
    expect(runsAfter(it1, { a: "succeeded", b: ending })).toBe(false);
  });

  it("does not run when the run is cancelled", () => {
    expect(runsAfter(it1, { a: "succeeded" }, true)).toBe(false);
  });
});

describe("a clean-up", () => {
  const always = step({ cleansUp: { after: [a, b] } });
  const undo = step({ cleansUp: { after: [a, b], onlyIfFailed: [a, b] } });
  const careful = step({ cleansUp: { after: [a], onlyIfEnded: [{ step: a, as: ["succeeded", "interrupted"] }] } });
  const wary = step({ needs: [a], cleansUp: { after: [b], onlyIfFailed: [b] } });

  it.each<Status>(["succeeded", "failed", "interrupted", "skipped"])("runs when what it waits for was %s", (ending) => {
    expect(runsAfter(always, { a: ending, b: ending })).toBe(true);
  });

  it("runs when the run is cancelled", () => {
    expect(runsAfter(always, { a: "interrupted", b: "skipped" }, true)).toBe(true);
  });

  it.each<[Status, boolean]>([
    ["succeeded", false],
    ["failed", true],
    ["interrupted", true],
    ["skipped", true],
  ])("that only follows a failure, after one of two was %s: %s", (ending, expected) => {
    expect(runsAfter(undo, { a: "succeeded", b: ending })).toBe(expected);
  });

  it.each<[Status, boolean]>([
    ["succeeded", true],
    ["failed", false],
    ["interrupted", true],
    ["skipped", false],
  ])("that only follows what has changed something, after that was %s: %s", (ending, expected) => {
    expect(runsAfter(careful, { a: ending }, true)).toBe(expected);
  });

  it("does not run without what it needs", () => {
    expect(runsAfter(wary, { a: "failed", b: "skipped" })).toBe(false);
    expect(runsAfter(wary, { a: "succeeded", b: "skipped" })).toBe(true);
  });
});

describe("a step's id", () => {
  it("is made of its parts", () => {
    expect(stepId("run", "web", "1.1.1.1")).toBe("run web 1.1.1.1");
  });

  it("is never nothing", () => {
    expect(() => stepId("")).toThrow(TypeError);
  });
});
