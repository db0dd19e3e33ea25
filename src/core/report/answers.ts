import { parted } from "../diagnosis/beside.ts";
import type { Outcome, Stage } from "../plan/plan.ts";
import { placeName } from "./plans.ts";
import { printable } from "./printable.ts";
import { hasFailed } from "./report.ts";

/** What an errand came to: what servers answered, and what was done to them. */
export interface Answers {
  readonly title: string;
  readonly outcomes: readonly Outcome[];
}

/** For people: what each server printed beneath its name, if not quiet; in a word what was done where nothing was asked. */
export function describeAnswers({ title, outcomes }: Answers, { quiet = false }: { readonly quiet?: boolean } = {}): string {
  const answers = outcomes.filter(({ step, status }) => step.stage === "answer" && status !== "skipped");
  if (answers.length > 0 && quiet) return answers.map((outcome) => printable(answerOf(outcome).trimEnd())).join("\n\n");
  if (answers.length > 0) return answers.map(block).join("\n\n");
  const places = donePlaces(outcomes);
  if (places.length > 0) return `${title}: done on ${places.join(", ")}`;
  return hasFailed(outcomes) ? `${title}: not done` : `${title}: there was nothing to do`;
}

/** The same for programs. */
export const answersJson = ({ title, outcomes }: Answers): unknown => ({
  title,
  steps: outcomes
    .filter(({ step }) => step.stage === "answer" || effects.includes(step.stage))
    .map((outcome) => {
      const { step, status, exitCode } = outcome;
      return {
        ...{ host: placeName(step.host), step: step.id, title: step.title, status, exitCode },
        ...(step.stage === "answer" && { output: answerOf(outcome) }),
      };
    }),
});

/** Why a container failed is told where failures are. */
const answerOf = ({ output }: Outcome): string => parted(output).said;

const block = (outcome: Outcome): string =>
  `${placeName(outcome.step.host)}  ${outcome.step.title}\n${printable(answerOf(outcome).trimEnd()) || (outcome.status === "interrupted" ? "(no answer)" : "(nothing)")}`;

/** Where all that was to be done was done. */
function donePlaces(outcomes: readonly Outcome[]): string[] {
  const meant = outcomes.filter(({ step }) => effects.includes(step.stage));
  const undone = new Set(meant.filter((outcome) => hasFailed([outcome])).map(({ step }) => step.host));
  return [...new Set(meant.map(({ step }) => step.host))].filter((host) => !undone.has(host)).map(placeName);
}

/** The stages that leave something behind. */
const effects: readonly Stage[] = ["build", "pull", "act"];
