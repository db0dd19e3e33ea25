import { describe, expect, it } from "vitest";
import { type Plan, stepId } from "../../../src/core/plan/plan.ts";
import { inSequence } from "../../../src/core/plan/sequence.ts";
import { sh } from "../../../src/core/shell/sh.ts";
import { aHost, outline } from "../../support.ts";
import { aWorld } from "../../world.ts";

const host = aHost("a");
const [one, two, back] = [stepId("one", host), stepId("two", host), stepId("back", host)];
const step = { title: "", stage: "act", host, run: sh`true` } as const;
const plan: Plan = {
  title: "A plan",
  steps: [
    { ...step, id: one, needs: [] },
    { ...step, id: two, needs: [one] },
    {
      ...step,
      id: back,
      needs: [],
      cleansUp: { after: [two], onlyIfFailed: [two], onlyIfEnded: [{ step: one, as: ["succeeded"] }] },
    },
  ],
};
const none: Plan = { title: "None", steps: [] };

describe("plans in turn", () => {
  it("wait for each other, past those that have nothing to do", () => {
    expect(outline(inSequence("Both", { a: plan, none, b: plan }, [stepId("gate")]))).toEqual([
      ...["one a a ← gate", "two a a ← one a a", "back a a ← two a a, one a a (unless two a a succeeded; one a a succeeded)"],
      ...[
        "one a b ← one a a, two a a",
        "two a b ← one a b",
        "back a b ← two a b, one a b (unless two a b succeeded; one a b succeeded)",
      ],
    ]);
  });

  it("know each its own steps, also where not all of them have to succeed", async () => {
    const keep = { ...step, id: stepId("keep"), needs: [], quorum: { of: [[one], [two]], failures: 1 } };
    const decided: Plan = { ...plan, steps: [...plan.steps, { ...keep, cleansUp: { after: [two], unlessCancelled: true } }] };
    const world = aWorld({ failing: "two a a" });
    await world.execute(inSequence("One", { a: decided }));
    expect(world.ran.toSorted()).toEqual(["back a a", "keep a", "one a a", "two a a"]);
  });

  it("end where one of them fails, which undoes what it did", async () => {
    const world = aWorld({ failing: "two a a" });
    await world.execute(inSequence("Both", { a: plan, b: plan }));
    expect(world.ran).toEqual(["one a a", "two a a", "back a a"]);
  });
});
