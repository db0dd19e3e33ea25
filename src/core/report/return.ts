import { partsOf } from "../plan/plan.ts";
import { endingOf } from "./ending.ts";
import { fates, isSameSight } from "./fates.ts";
import type { Report } from "./report.ts";

/** The run did not go well, and went back by itself: everywhere serves again what served before. */
export function hasGoneBack(report: Report): boolean {
  if (endingOf(report.outcomes) === "succeeded") return false;
  const undone = report.outcomes.some(
    ({ step, status }) => step.stage === "undo" && ["return", "stop"].includes(partsOf(step.id).deed) && status === "succeeded",
  );
  const all = fates(report);
  const served = all.some(({ before }) => before.kind === "version");
  return undone && served && all.every(({ before, now, uncertain }) => isSameSight(before, now) && !uncertain);
}
