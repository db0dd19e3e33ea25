import { describe, expect, it } from "vitest";
import { history, type PastRun, pastRunOf, remembered, usual } from "../../../src/core/report/history.ts";
import { aRecord, aStep } from "./record.ts";

const aRun = (over: Partial<PastRun> = {}): PastRun => ({ ...pastRunOf(aRecord()), ...over });

it("keeps of a run what later ones are compared with", () => {
  const steps = [aStep("a", "boot", [0, 2]), aStep("b", "boot", [1, 4]), aStep("a", "prune", [5, 5.55])];
  const run = pastRunOf(aRecord({ steps }));
  expect(run).toEqual({
    ...{ verb: "deploy", version: "999", ending: "succeeded", hosts: 2, seconds: 12.5, endedAt: aRecord().endedAt },
    stages: { boot: 4, prune: 0.6 },
  });
  expect(history.parse(JSON.parse(JSON.stringify([run])))).toEqual([run]);
});

it("keeps the last 20", () => {
  const past = Array.from({ length: 20 }, (_, index) => aRun({ version: `v${index}` }));
  const kept = remembered(past, aRun({ version: "v20" })).map(({ version }) => version);
  expect(kept).toHaveLength(20);
  expect([kept[0], kept[19]]).toEqual(["v1", "v20"]);
});

describe("what is usual", () => {
  it("is the middle of the runs that did the same and went well", () => {
    const past = [
      aRun({ seconds: 10, stages: { boot: 4 } }),
      aRun({ seconds: 1, verb: "rollback" }),
      aRun({ seconds: 2, ending: "failed" }),
      aRun({ seconds: 30, stages: { boot: 6, build: 20 } }),
    ];
    const found = usual(past, "deploy");
    expect(found).toMatchObject({ each: [10, 30], total: 20 });
    expect([found?.ofStage("boot"), found?.ofStage("build"), found?.ofStage("prune")]).toEqual([5, 20, undefined]);
  });

  it("is not known before the first such run", () => {
    expect(usual([aRun({ ending: "cancelled" })], "deploy")).toBeUndefined();
  });
});
