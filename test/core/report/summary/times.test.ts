import { expect, it } from "vitest";
import { type PastRun, type Usual, usual } from "../../../../src/core/report/history.ts";
import type { RunRecord } from "../../../../src/core/report/record.ts";
import { timeTable } from "../../../../src/core/report/summary/times.ts";
import { aRecord, aStep, manyHosts } from "../record.ts";

const steps = [
  aStep("1.1.1.1", "look", [0, 0.5]),
  aStep("1.1.1.1", "boot", [1, 4]),
  aStep("1.1.1.1", "boot", [2, 5]),
  aStep("1.1.1.2", "boot", [1, 61], { ending: "failed" }),
];
const table = (of: RunRecord["steps"], known?: Usual): string => timeTable(aRecord({ steps: of }), known).join("");
const past = (seconds: number, boot: number): PastRun => ({
  ...{ verb: "deploy", version: "1", ending: "succeeded", hosts: 2, endedAt: 0, seconds, stages: { boot } },
});

it("tells how long each stage kept each place busy, and the whole run", () => {
  expect(table(steps).split("\n").slice(2)).toEqual([
    "|  | look | boot | in all |",
    "| --- | --- | --- | --- |",
    "| <code>1.1.1.1</code> | 0.5 s | 4.0 s | 4.5 s |",
    "| <code>1.1.1.2</code> |  | 1 min 0 s ❌ | 1 min 0 s |",
    "| **the whole run** | 0.5 s | 1 min 0 s | **12.5 s** |",
  ]);
});

it("compares with the middle of the runs before", () => {
  const known = usual([past(10, 5), past(60, 50), past(20, 8)], "deploy");
  const lines = table(steps, known).split("\n");
  expect(lines).toContain("| usually |  | 8.0 s | 20.0 s |");
  expect(lines.at(-1)).toBe("The last 3 runs and this one: ▂█▃▂ (10.0 s to 1 min 0 s)");
});

it("folds what very many hosts took", () => {
  const many = manyHosts(300).map((host) => aStep(host, "boot", [0, 2]));
  const [open = "", folded = ""] = table(many).split("<details>");
  expect(open).toContain("| **the whole run** | 2.0 s | **12.5 s** |");
  expect(open).not.toContain("10.0.1.49");
  expect(folded).toContain("| <code>10.0.1.49</code> | 2.0 s | 2.0 s |");
});
