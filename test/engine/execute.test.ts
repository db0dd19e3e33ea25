import { describe, expect, it } from "vitest";
import { type Plan, type Step, stepId } from "../../src/core/plan/plan.ts";
import { sh } from "../../src/core/shell/sh.ts";
import { aHost, endings } from "../support.ts";
import { aWorld } from "../world.ts";

/** A step from a line such as `c@host ← a, b`; a bang makes it a clean-up that always runs. */
function aStep(line: string): Step {
  const [, id = "", bang, host = "", needs = ""] = line.match(/^(\w+)(!?)@(\w+)(?: ← (.*))?$/) ?? [];
  const before = needs === "" ? [] : needs.split(", ").map((need) => stepId(need));
  const common = { id: stepId(id), title: id, stage: "boot", host: aHost(host), run: sh`true` } as const;
  return bang ? { ...common, needs: [], cleansUp: { after: before } } : { ...common, needs: before };
}

const aPlan = (...lines: string[]): Plan => ({ title: "A plan", steps: lines.map(aStep) });

describe("executing a plan", () => {
  it("tells how every step ended, in the order of the plan", async () => {
    expect(endings(await aWorld().execute(aPlan("a@x", "b@y", "c@x ← a, b", "d!@x ← c")))).toEqual([
      "a: succeeded",
      "b: succeeded",
      "c: succeeded",
      "d: succeeded",
    ]);
  });

  it("runs nothing before what it waits for has ended", async () => {
    const world = aWorld();
    await world.execute(aPlan("a@x", "b@y ← a", "c@x ← b", "d!@y ← c"));
    expect(world.told).toEqual([
      ...["a started", "a succeeded", "b started", "b succeeded"],
      ...["c started", "c succeeded", "d started", "d succeeded"],
    ]);
  });

  it("lets a step on another host go on as soon as the step that it waits for has ended, in the middle of a script", async () => {
    const world = aWorld();
    await world.execute(aPlan("a@x", "b@x ← a", "c@y ← a"));
    expect(world.told.indexOf("c started")).toBeGreaterThan(world.told.indexOf("a succeeded"));
    expect(world.told.indexOf("c started")).toBeLessThan(world.told.indexOf("b succeeded"));
  });

  it("skips only what needs a step that failed", async () => {
    const world = aWorld({ failing: "a" });
    expect(endings(await world.execute(aPlan("a@x", "b@x ← a", "c@y", "d@y ← c", "e@y ← b, d", "f!@x ← e")))).toEqual([
      ...["a: failed", "b: skipped", "c: succeeded", "d: succeeded", "e: skipped", "f: succeeded"],
    ]);
    expect(world.ran).not.toContain("b");
  });

  it("does nothing more once it is halted, not even clean-ups", async () => {
    const world = aWorld({ haltAfter: "a" });
    expect(endings(await world.execute(aPlan("a@x", "b@y ← a", "c!@x ← b", "d!@y ← a")))).toEqual([
      ...["a: succeeded", "b: skipped", "c: skipped", "d: skipped"],
    ]);
    expect(world.ran).toEqual(["a"]);
  });

  it("calls what was cut short interrupted, says by what, and runs the clean-up", async () => {
    const outcomes = await aWorld({ losing: "b" }).execute(aPlan("a@x", "b@x ← a", "c@y ← b", "d!@x ← c"));
    expect(endings(outcomes)).toEqual(["a: succeeded", "b: interrupted", "c: skipped", "d: succeeded"]);
    expect(outcomes[1]?.error?.message).toContain("the connection to root@x:22 was lost");
  });

  it("does not call what was sent with it skipped where a connection was lost: the server may have gone on", async () => {
    const plan = aPlan("a@x", "b@x ← a", "c@x ← b", "d@y ← c");
    expect(endings(await aWorld({ losing: "a" }).execute(plan))).toEqual([
      ...["a: interrupted", "b: interrupted", "c: interrupted", "d: skipped"],
    ]);
    expect(endings(await aWorld({ losing: "a", cancelDuring: "a" }).execute(plan))).toEqual([
      ...["a: interrupted", "b: interrupted", "c: interrupted", "d: skipped"],
    ]);
    expect(endings(await aWorld({ cancelDuring: "a" }).execute(plan))).toEqual([
      ...["a: interrupted", "b: skipped", "c: skipped", "d: skipped"],
    ]);
  });

  it("starts nothing more when it is cancelled, but cleans up", async () => {
    const world = aWorld({ cancelDuring: "b" });
    const outcomes = await world.execute(aPlan("a@x", "b@x ← a", "c@x ← b", "d@y ← a", "e!@x ← c", "f@y ← d"));
    expect(endings(outcomes).filter((ending) => /^[abcef]:/.test(ending))).toEqual([
      ...["a: succeeded", "b: interrupted", "c: skipped", "e: succeeded", "f: skipped"],
    ]);
    expect(outcomes[1]?.error).toBeUndefined();
  });

  it("runs nothing but clean-ups when it was cancelled before", async () => {
    const world = aWorld({ cancelled: true });
    expect(endings(await world.execute(aPlan("a@x", "b!@x ← a")))).toEqual(["a: skipped", "b: succeeded"]);
    expect(world.ran).toEqual(["b"]);
  });

  it("gives each step of a script its own time, from the end of the one before", async () => {
    const outcomes = await aWorld().execute(aPlan("a@x", "b@x ← a"));
    const [first, second] = outcomes;
    expect(first?.startedAt).toBeLessThan(first?.endedAt ?? 0);
    expect(second?.startedAt).toBe(first?.endedAt);
  });

  it("keeps what each step said", async () => {
    const world = aWorld({ printing: ({ id }) => `${id} says hello\n`, failing: "b" });
    const outcomes = await world.execute(aPlan("a@x", "b@x ← a"));
    expect(outcomes.map(({ output, exitCode }) => [output, exitCode])).toEqual([
      ["a says hello\n", 0],
      ["b says hello\n", 1],
    ]);
  });

  it("has nothing to do for an empty plan", async () => {
    expect(await aWorld().execute(aPlan())).toEqual([]);
  });

  it("refuses a plan with two steps of one name, or one that waits for a step that is not in it", async () => {
    await expect(aWorld().execute(aPlan("a@x", "a@y"))).rejects.toThrow("Two steps of the plan are called a");
    await expect(aWorld().execute(aPlan("b@x ← a"))).rejects.toThrow("Step b waits for a");
  });

  it("refuses a plan whose steps wait for later ones, instead of waiting for ever", async () => {
    await expect(aWorld().execute(aPlan("a@x ← b", "b@y ← a"))).rejects.toThrow(/Step a waits for b, which is not earlier/);
  });
});
