import { expect, it } from "vitest";
import { failureAnnotations } from "../../../src/core/report/annotations.ts";
import { deployed, ended } from "./run.ts";

const failing = (host: string, output: string) =>
  ended(`flip web ${host}`, "boot", "Send web traffic to 999", { status: "failed", output });

it("remarks once on what went wrong in the same way on several hosts", () => {
  const outcomes = [...deployed, failing("a", "not healthy"), failing("b", "not healthy"), failing("c", "no such container")];
  expect(failureAnnotations({ outcomes })).toEqual([
    { title: "Send web traffic to 999 on a and 1 more", message: "not healthy" },
    { title: "Send web traffic to 999 on c", message: "no such container" },
  ]);
});

it("remarks on nine things at most, and on nothing that was cancelled", () => {
  const many = Array.from({ length: 30 }, (_, index) => failing(`host-${index}`, `reason ${index}`));
  expect(failureAnnotations({ outcomes: many })).toHaveLength(9);
  expect(failureAnnotations({ outcomes: [ended("run web a", "boot", "Boot web", { status: "interrupted" })] })).toEqual([]);
});
