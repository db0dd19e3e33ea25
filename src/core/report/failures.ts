import { z } from "zod";
import { lateExitCode } from "../commands/limited.ts";
import { account } from "../diagnosis/account.ts";
import { parted } from "../diagnosis/beside.ts";
import { causeWords, isAnothers, likelyCauses } from "../diagnosis/cause.ts";
import { diagnosisOfCommand } from "../diagnosis/command.ts";
import { type Diagnosis, readDiagnosis } from "../diagnosis/diagnosis.ts";
import { isCancelled, isFailure, type Outcome, partsOf } from "../plan/plan.ts";
import { permissionAdvice } from "../plan/prepare.ts";
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

/** What failed by itself; only where nothing did, what was stopped: else it was stopped because of that. */
export function failures(outcomes: readonly Outcome[]): Failure[] {
  const own = outcomes.filter(isFailure);
  const told = own.length > 0 ? own : outcomes.filter(isCancelled);
  return told.filter(isFirstOf(outcomes)).map((outcome) => failureOf(outcome, outcomes));
}

/** A lost connection takes all with it that it was to do: it is told once. */
const isFirstOf =
  (outcomes: readonly Outcome[]) =>
  ({ step, error }: Outcome): boolean =>
    error === undefined || outcomes.find((other) => other.error === error)?.step === step;

function failureOf(outcome: Outcome, outcomes: readonly Outcome[]): Failure {
  const { host, title } = outcome.step;
  const { said, diagnosis: own } = parted(outcome.output);
  const reason = reasonOf({ ...outcome, output: said });
  const diagnosis = readDiagnosis(own, said) ?? explained(outcome, outcomes);
  const known = diagnosis ?? ofCommand(outcome);
  const causes = known ? likelyCauses(known).map(causeWords) : [];
  const container = diagnosis?.container && !isAnothers(diagnosis) ? account(diagnosis) : undefined;
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
  const said = withHint(lastLines(withoutIds(output), 20)) || `It ended with exit code ${exitCode}`;
  const { deed, subject } = partsOf(step.id);
  return deed === "hook" ? `Hook '${subject.split(" ")[0]}' failed:\n${said}` : said;
}

/** What to do about what programs say. */
const hints: readonly (readonly [RegExp, string])[] = [
  // dash says no more than this of what others call "No space left on device".
  [/printf: I\/O error$/, "Is the disk full? df -h and df -i tell"],
  [
    /no space left on device/i,
    'Its disk is full: df -h and df -i tell where, "landfall prune all" removes old images and containers',
  ],
  [/\bdocker: (command )?not found$/, 'Docker is not installed there: "landfall setup" installs it'],
  [/permission denied while trying to connect to the Docker (?:daemon|API)/i, permissionAdvice],
  [
    /(?:Cannot connect to the Docker daemon|failed to connect to the docker API) at unix/i,
    'Docker does not run there: "systemctl start docker" starts it, "journalctl -u docker" tells why it ended',
  ],
  [/No such container: (kamal-proxy|landfall-caddy)$/m, 'There is no proxy there: "landfall proxy boot" boots it'],
  [/^Error response from daemon: container [0-9a-f]{64} is not running$/m, 'Is it the proxy? "landfall proxy boot" starts it'],
  [
    /^Error response from daemon: Container [0-9a-f]{64} is restarting/m,
    'Is it the proxy? "landfall proxy logs" tells why it does not stay up',
  ],
  [
    /manifest unknown|repository does not exist|failed to resolve reference .*: not found/,
    "The registry has no such image. One that has another name there is deployed by that name: landfall deploy --image NAME",
  ],
  [
    /401 Unauthorized|unauthorized: |no basic auth credentials|denied: (requested access|permission|denied)/,
    "Are the user name and the password right, and may this user have this image? deploy.yml says both under registry/username and registry/password",
  ],
  [
    /\/v2\/[^"]*": .*(deadline exceeded|Client\.Timeout|i\/o timeout|connection refused|connection reset|no route to host|unreachable|EOF)/,
    "The registry does not answer. Is it up, and may this machine reach it? Once it answers, the same deploy goes through",
  ],
  [
    /manifest verification failed for digest/,
    "The registry does not give what it was asked for. Its store may be damaged: push the image again",
  ],
  // Docker asks for what was given empty.
  [/Cannot perform an interactive login from a non TTY device/, "Is the registry's user name or password empty?"],
];

function withHint(said: string): string {
  const hint = hints.find(([pattern]) => pattern.test(said));
  return hint ? `${said}\n${hint[1]}` : said;
}

/** What was found out in another step about the container that this one was about. */
function explained({ step, output }: Outcome, outcomes: readonly Outcome[]): Diagnosis | undefined {
  const { subject } = partsOf(step.id);
  const about = (other: Outcome): boolean =>
    partsOf(other.step.id).deed === "explain" && partsOf(other.step.id).subject === subject;
  const found = outcomes.find((other) => about(other) && other.status === "succeeded");
  return found && readDiagnosis(found.output, output);
}

/** Its container is gone; what it printed is what the step did. That its time was up says all. */
const ofCommand = ({ step: { command: asked }, exitCode, output }: Outcome): Diagnosis | undefined =>
  asked && exitCode !== lateExitCode ? diagnosisOfCommand({ asked, exitCode, output }) : undefined;

/** What stands above it, wherever it is shown. */
export const containerTitle = "What is known of the container";

/** `docker run` prints the id of what it made, also where it could not start it. */
const withoutIds = (text: string): string => text.replaceAll(/^[0-9a-f]{64}\n/gm, "");

const lastLines = (text: string, count: number): string => text.trim().split("\n").slice(-count).map(cut).join("\n");

/** A line need have no end. In characters. */
const longestLine = 2000;
const cut = (line: string): string =>
  line.length <= longestLine ? line : `${line.slice(0, longestLine)} [${line.length - longestLine} characters left out]`;
