import { isCancelled, type Outcome } from "../plan/plan.ts";
import { hasFailed } from "./report.ts";

/** How a run ended as a whole. It was cancelled only if nothing failed by itself. */
export type Ending = "succeeded" | "failed" | "cancelled";

/** One failure outweighs any number of cancelled steps. */
export function endingOf(outcomes: readonly Outcome[]): Ending {
  if (outcomes.some((outcome) => outcome.status === "failed" || (outcome.status === "interrupted" && !isCancelled(outcome))))
    return "failed";
  return hasFailed(outcomes) ? "cancelled" : "succeeded";
}

/** In a sentence about a verb: "The deploy failed". */
export const endingWords: Readonly<Record<Ending, string>> = {
  succeeded: "succeeded",
  failed: "failed",
  cancelled: "was cancelled",
};
