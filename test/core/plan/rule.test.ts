import { describe, expect, it } from "vitest";
import { type CleanUp, type Quorum, type Status, type Step, stepId } from "../../../src/core/plan/plan.ts";
import { runs } from "../../../src/core/plan/rule.ts";
import { sh } from "../../../src/core/shell/sh.ts";
import { aHost } from "../../support.ts";

const [a, b] = [stepId("a"), stepId("b")];
const step = (over: Partial<Pick<Step, "needs">> & { readonly cleansUp?: CleanUp; readonly quorum?: Quorum }): Step => ({
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

describe("a step that waits for most of several", () => {
  const apart = (failures: number): Step => step({ quorum: { of: [[a], [b]], failures } });
  const together = step({ quorum: { of: [[a, b]], failures: 1 } });

  it.each<Status>(["failed", "interrupted", "skipped"])("runs though one was %s, if one may fail", (ending) => {
    expect(runsAfter(apart(1), { a: ending })).toBe(true);
    expect(runsAfter(apart(0), { a: ending })).toBe(false);
  });

  it("does not run when more of them failed than may", () => {
    expect(runsAfter(apart(1), { a: "failed", b: "failed" })).toBe(false);
  });

  it("counts what belongs together once", () => {
    expect(runsAfter(together, { a: "failed", b: "failed" })).toBe(true);
  });

  it("does not run when the run is cancelled, though they all succeeded", () => {
    expect(runsAfter(apart(1), { a: "succeeded" }, true)).toBe(false);
  });
});

describe("a clean-up", () => {
  const decision = step({ cleansUp: { after: [a, b], unlessCancelled: true } });

  it("that only a cancel keeps from running follows every failure", () => {
    expect(runsAfter(decision, { a: "failed", b: "skipped" })).toBe(true);
    expect(runsAfter(decision, { a: "succeeded" }, true)).toBe(false);
  });

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
