import { isFailure, type Outcome } from "../plan/plan.ts";
import { hasFailed } from "./report.ts";

/** How a run ended as a whole; what outweighs the others stands first. It was cancelled only if nothing failed by itself. */
export const endings = ["failed", "cancelled", "succeeded"] as const;
export type Ending = (typeof endings)[number];

/** One failure outweighs any number of cancelled steps. */
export function endingOf(outcomes: readonly Outcome[]): Ending {
  if (outcomes.some(isFailure)) return "failed";
  return hasFailed(outcomes) ? "cancelled" : "succeeded";
}

/** How all of these ended together. */
export const worst = (all: readonly { readonly ending: Ending }[]): Ending =>
  endings.find((each) => all.some(({ ending }) => ending === each)) ?? "succeeded";

/** In a sentence about a verb: "The deploy failed". */
export const endingWords: Readonly<Record<Ending, string>> = {
  succeeded: "succeeded",
  failed: "failed",
  cancelled: "was cancelled",
};
