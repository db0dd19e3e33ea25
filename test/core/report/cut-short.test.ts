import { expect, it } from "vitest";
import { type CutShort, cutShortSummary, cutShortWords } from "../../../src/core/report/cut-short.ts";

const aRun = (over: Partial<CutShort> = {}): CutShort => ({
  ...{ change: { version: "1a2b3c", previous: "0f9e8d" }, destination: undefined, lock: "The deploy lock was given back" },
  ...over,
});

it("tells of a deploy that was killed what it was about, what became of the lock, and what to do", () => {
  expect(cutShortWords(aRun())).toBe(
    "This step was ended while it deployed 1a2b3c; 0f9e8d served before. It could not say any more what serves. The deploy lock was given back. `landfall check` says what runs. `landfall rollback 0f9e8d` or the next deploy brings all servers to one version.",
  );
});

it.each([
  ["nothing is known to have served before", undefined],
  ["the same version served before", "1a2b3c"],
])("names no way back where %s", (_, previous) => {
  const words = cutShortWords(aRun({ change: { version: "1a2b3c", previous } }));
  expect(words).not.toContain("rollback");
  expect(words).toContain("The next deploy brings all servers to one version.");
});

it("speaks of no version where none was made live, and of the destination where there is one", () => {
  expect(cutShortWords(aRun({ change: undefined, destination: "staging" }))).toBe(
    "This step was ended in the midst of its command, which may be done in part. The deploy lock was given back. `landfall check -d staging` says what runs.",
  );
});

it("says the same on the run's page, as text that can give no orders", () => {
  const page = cutShortSummary("deploy", aRun({ lock: "<b>Free</b>" }));
  expect(page).toContain("## ⚠️ <code>landfall deploy</code> was ended midway");
  expect(page).toContain("- <code>landfall rollback 0f9e8d</code> or the next deploy brings all servers to one version.");
  expect(page).not.toContain("<b>");
});
