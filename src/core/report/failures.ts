import { isCancelled, type Outcome, partsOf } from "../plan/plan.ts";
import { placeName } from "./plans.ts";
import type { Report } from "./report.ts";

/** One thing that went wrong, with what the server said of it. */
export interface Failure {
  readonly host: string;
  readonly title: string;
  readonly reason: string;
  /** The failed container's state and last lines. */
  readonly container: string | undefined;
}

export const failures = (outcomes: readonly Outcome[]): Failure[] =>
  outcomes
    .filter(({ status }) => status === "failed" || status === "interrupted")
    .map((outcome) => ({
      host: placeName(outcome.step.host),
      title: outcome.step.title,
      reason: reasonOf(outcome),
      container: explanationOf(outcome, outcomes),
    }));

/** With its host, which errors of connections name themselves. */
export const located = ({ host, reason }: Failure): string => (reason.startsWith(`${host}: `) ? reason : `${host}: ${reason}`);

/** Which version serves after a run, in a sentence. */
export function serving({ outcomes, version, previous }: Report): string {
  const flips = outcomes.filter(({ step }) => partsOf(step.id).deed === "flip");
  const undone = outcomes.filter(({ step }) => partsOf(step.id).deed === "return");
  const before = previous === undefined ? "Nothing served before, and nothing serves now" : `${previous} still serves`;
  if (
    flips.length > 0 &&
    flips.every(({ status }) => status === "succeeded") &&
    undone.every(({ status }) => status === "skipped")
  )
    return `${version} serves`;
  const stuck = undone.filter(({ status }) => status === "failed" || status === "interrupted");
  if (stuck.length === 0) return before;
  return `${before}, but on ${stuck.map(({ step }) => step.host).join(", ")} traffic could not be sent back: ${version} may serve there`;
}

function reasonOf(outcome: Outcome): string {
  const { error, output, exitCode } = outcome;
  if (isCancelled(outcome)) return "It was cancelled";
  if (error) return error.message;
  return lastLines(output, 20) || `It ended with exit code ${exitCode}`;
}

/** What was found out about the container that the step was about. */
function explanationOf({ step }: Outcome, outcomes: readonly Outcome[]): string | undefined {
  const { subject } = partsOf(step.id);
  const about = (other: Outcome): boolean =>
    partsOf(other.step.id).deed === "explain" && partsOf(other.step.id).subject === subject;
  const found = outcomes.find((other) => about(other) && other.status === "succeeded");
  return found && lastLines(found.output, 40);
}

const lastLines = (text: string, count: number): string => text.trim().split("\n").slice(-count).join("\n");
