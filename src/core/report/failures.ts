import { z } from "zod";
import { account } from "../diagnosis/account.ts";
import { causeWords, likelyCauses } from "../diagnosis/cause.ts";
import { type Diagnosis, readDiagnosis } from "../diagnosis/diagnosis.ts";
import { isCancelled, type Outcome, partsOf } from "../plan/plan.ts";
import { groupedBy } from "./groups.ts";
import { placeName } from "./plans.ts";

export const failureSchema = z
  .object({
    host: z.string(),
    title: z.string(),
    reason: z.string(),
    /** What is known of the failed container, its last lines among it. */
    container: z.string().optional(),
  })
  .readonly();
/** One thing that went wrong, with what the server said of it. */
export type Failure = z.infer<typeof failureSchema>;

/** What failed by itself first: what was stopped may have been stopped because of it. */
export const failures = (outcomes: readonly Outcome[]): Failure[] =>
  outcomes
    .filter(({ status }) => status === "failed" || status === "interrupted")
    .toSorted((one, other) => Number(isCancelled(one)) - Number(isCancelled(other)))
    .map((outcome) => failureOf(outcome, outcomes));

function failureOf(outcome: Outcome, outcomes: readonly Outcome[]): Failure {
  const { host, title } = outcome.step;
  const reason = reasonOf(outcome);
  const diagnosis = diagnosisOf(outcome, outcomes);
  const causes = diagnosis ? likelyCauses(diagnosis).map(causeWords) : [];
  const container = diagnosis && account(diagnosis);
  return { host: placeName(host), title, reason: [reason, ...causes].join("\n"), container };
}

/** Those of several hosts that say the same of the same step are together. */
export const alikeFailures = (all: readonly Failure[]): (readonly Failure[])[] => [
  ...groupedBy(all, ({ title, reason, host }) => `${title}\n${without(host, reason)}`).values(),
];

const without = (host: string, text: string): string =>
  text
    .split(/([\w.-]+)/)
    .filter((word) => word !== host)
    .join("");

/** With its host, which errors of connections name themselves. */
export const located = ({ host, reason }: Failure): string => (reason.startsWith(`${host}: `) ? reason : `${host}: ${reason}`);

function reasonOf(outcome: Outcome): string {
  const { step, error, output, exitCode } = outcome;
  if (isCancelled(outcome)) return "It was stopped before it had ended";
  if (error) return error.message;
  const said = withHint(lastLines(output, 20)) || `It ended with exit code ${exitCode}`;
  const { deed, subject } = partsOf(step.id);
  return deed === "hook" ? `Hook '${subject.split(" ")[0]}' failed:\n${said}` : said;
}

/** What to do about what programs say. */
const hints: readonly (readonly [RegExp, string])[] = [
  // dash says no more than this of what others call "No space left on device".
  [/printf: I\/O error$/, "Is the disk full? df -h and df -i tell"],
  [/\bdocker: (command )?not found$/, 'Docker is not installed there: "landfall setup" installs it'],
  [/permission denied while trying to connect to the Docker daemon/, "The user who logs in there may not use Docker: ssh/user"],
  [/No such container: (kamal-proxy|landfall-caddy)$/m, 'There is no proxy there: "landfall proxy boot" boots it'],
  [
    /manifest unknown|repository does not exist|failed to resolve reference .*: not found/,
    "The registry has no such image. One that has another name there is deployed by that name: landfall deploy --image NAME",
  ],
  // Docker asks for what was given empty.
  [/Cannot perform an interactive login from a non TTY device/, "Is the registry's user name or password empty?"],
];

function withHint(said: string): string {
  const hint = hints.find(([pattern]) => pattern.test(said));
  return hint ? `${said}\n${hint[1]}` : said;
}

/** What was found out about the container that the step was about. */
function diagnosisOf({ step, output }: Outcome, outcomes: readonly Outcome[]): Diagnosis | undefined {
  const { subject } = partsOf(step.id);
  const about = (other: Outcome): boolean =>
    partsOf(other.step.id).deed === "explain" && partsOf(other.step.id).subject === subject;
  const found = outcomes.find((other) => about(other) && other.status === "succeeded");
  return found && readDiagnosis(found.output, output);
}

/** What stands above it, wherever it is shown. */
export const containerTitle = "What is known of the container";

const lastLines = (text: string, count: number): string => text.trim().split("\n").slice(-count).join("\n");
