import { expect, it } from "vitest";
import { mergedRecords, recordOf, runRecord } from "../../../src/core/report/record.ts";
import { aContainer, aDigest, aFacts, factsOfAll } from "../../support.ts";
import { aRecord, aStep } from "./record.ts";
import { aReport, deployed, ended } from "./run.ts";

it("is the same after a journey as JSON", () => {
  const outcomes = [...deployed, ended("prune 1.1.1.1", "prune", "Prune", { status: "failed", output: "no" })];
  const record = recordOf(aReport({ outcomes, digest: aDigest("a") }));
  expect(runRecord.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
});

it("puts the parts of a run together", () => {
  const [first, second] = [
    aRecord({ hosts: ["a"], steps: [aStep("a", "boot", [0, 1])], versions: ["3", "2", "1"] }),
    aRecord({ hosts: ["b"], steps: [aStep("b", "boot", [1, 2])], versions: ["3", "1"], ending: "cancelled", endedAt: 9e15 }),
  ];
  expect(mergedRecords(first, second)).toMatchObject({
    ...{ ending: "cancelled", hosts: ["a", "b"], versions: ["3", "1"], startedAt: first.startedAt, endedAt: 9e15 },
    ...{ fates: [...first.fates, ...second.fates], steps: [...first.steps, ...second.steps], rolledBack: false },
  });
  expect(mergedRecords(second, first, aRecord({ ending: "failed", rolledBack: true }))).toMatchObject({
    ending: "failed",
    rolledBack: false,
  });
});

it("lists the versions that every host still has and none serves", () => {
  const containers = ["123", "122", "121"].map((version, age) =>
    aContainer({ version, id: `id-${version}`, state: age === 0 ? "running" : "exited", createdAt: 1000 - age }),
  );
  const image = { id: "i", repository: "acme/app", tag: "120" };
  const facts = factsOfAll(
    aFacts("1.1.1.1", { containers, images: [image] }),
    aFacts("1.1.1.2", { containers: containers.slice(0, 2), images: [image] }),
  );
  expect(recordOf(aReport({ facts })).versions).toEqual(["123", "122", "120"]);
  const pruned = [...deployed, ended("prune 1.1.1.1", "prune", "Prune"), ended("prune 1.1.1.2", "prune", "Prune")];
  expect(recordOf(aReport({ facts, outcomes: pruned })).versions).toEqual(["123", "122"]);
  expect(recordOf(aReport({ facts, outcomes: [] })).versions).toEqual(["122", "120"]);
});
