import type { Expectation } from "../config/landfall.ts";
import type { Host } from "../config/names.ts";
import type { Asked } from "../diagnosis/asked.ts";
import type { Secret } from "../shell/secret.ts";
import type { Shell } from "../shell/sh.ts";

/** Everything that one stretch of a run will do, decided before any of it is done. A step only waits for earlier steps. */
export interface Plan {
  readonly title: string;
  readonly steps: readonly Step[];
  /** What is open while it runs. */
  readonly forwards?: readonly Forward[] | undefined;
}

/** A server's port on its own loopback interface that leads to the same port of the runner's, through SSH. */
export interface Forward {
  readonly host: Host;
  readonly port: number;
  /** The stage that needs it. */
  readonly stage: Stage;
  /** How to log in there, where that is not what deploy.yml says of all its servers. */
  readonly login?: { readonly user: string | undefined; readonly port: number | undefined } | undefined;
}

declare const brand: unique symbol;
export type StepId = string & { readonly [brand]: "StepId" };

/** The machine that Landfall itself runs on; no server can be called this. */
export const runner = "@runner";
export type Place = Host | typeof runner;

/**
 * What part of a run a step belongs to, in the order of the parts. What an `answer` prints is what was asked for; an `act` changes
 * something outside a deploy.
 */
export const stages = [
  "hooks",
  "look",
  "build",
  "prepare",
  "lock",
  "pull",
  "release",
  "boot",
  "check",
  "undo",
  "retire",
  "prune",
  "act",
  "answer",
  "unlock",
] as const;
export type Stage = (typeof stages)[number];

interface Common {
  readonly id: StepId;
  readonly title: string;
  readonly stage: Stage;
  /** Steps that must succeed first; if one does not, this step is skipped. */
  readonly needs: readonly StepId[];
  /** Of these most must succeed first. */
  readonly quorum?: Quorum | undefined;
  readonly cleansUp?: CleanUp | undefined;
  /** How long it may take, in seconds, where that is not as for others of its stage: see timeLimit. */
  readonly limit?: number | undefined;
  /** A command of the project's in a container that is gone afterwards: what its failure is explained by. */
  readonly command?: Asked | undefined;
}

/** What a step waits for. */
export type Gate = Pick<Common, "needs" | "quorum">;

/** Several things, such as hosts, of which some may fail. */
export interface Quorum {
  /** The steps of each: it has failed if one of them did not succeed. */
  readonly of: readonly (readonly StepId[])[];
  readonly failures: number;
}

/** One thing that can be undone, on one server. */
export interface RemoteStep extends Common {
  readonly host: Host;
  readonly run: Shell;
}

export interface LocalStep extends Common {
  readonly host: typeof runner;
  readonly run: Program | Probe;
  /** How much of it is shown, where that is not as for the whole run. */
  readonly verbosity?: "quiet" | "verbose" | undefined;
}

export type Step = RemoteStep | LocalStep;

/** A program on the runner, started without a shell. */
export interface Program {
  readonly argv: readonly [string, ...(string | Secret)[]];
  readonly cwd?: string | undefined;
  readonly env?: Readonly<Record<string, string | Secret>> | undefined;
  readonly stdin?: Secret | undefined;
  /** What runs if it fails, and decides then. */
  readonly otherwise?: Program | undefined;
}

/** A question over HTTP, asked again and again until the answer is right. Redirects are followed on the same host. */
export interface Probe {
  /** Without a user's name and password: it is shown. */
  readonly url: string;
  /** How long it may take to become right, in seconds. */
  readonly within: number;
  /** Undefined: a success (2xx). */
  readonly expect?: Expectation | undefined;
  readonly watch?: Watch | undefined;
}

/** A question is asked on once its answer was right. */
export interface Watch {
  readonly seconds: number;
  /** How many of the answers may be wrong, in percent. */
  readonly maxErrors: number;
}

export const isProbe = (run: Program | Probe): run is Probe => "url" in run;

/** Makes a step a clean-up: it waits for `after` to settle, however they end, and runs even when the run is cancelled. */
export interface CleanUp {
  readonly after: readonly StepId[];
  /** Whether the run is cancelled is asked when all of `after` has settled. */
  readonly unlessCancelled?: true;
  /** Runs only if one of these did not succeed. */
  readonly onlyIfFailed?: readonly StepId[] | undefined;
  /** Runs only if each of these steps ended in one of these ways, e.g. has changed something. */
  readonly onlyIfEnded?: readonly { readonly step: StepId; readonly as: readonly Status[] }[] | undefined;
}

/** `skipped` never started; `interrupted` was cut short, by a cancel or a lost connection: nobody knows how far it got. */
export type Status = "succeeded" | "failed" | "interrupted" | "skipped";

/** How a step ended. Times are milliseconds since 1970. */
export interface Outcome {
  readonly step: Step;
  readonly status: Status;
  readonly startedAt: number;
  readonly endedAt: number;
  /** Undefined if the step never started, or was interrupted. */
  readonly exitCode: number | undefined;
  readonly output: string;
  /** Why it was interrupted, if it was not cancelled. */
  readonly error?: Error | undefined;
}

/** The id of a step, unique within its plan: a word for what is done, and what it is done with. */
export function stepId(deed: string, ...subject: readonly string[]): StepId {
  const text = [deed, ...subject].join(" ");
  if (!isStepId(text)) throw new TypeError("A step needs a name");
  return text;
}

/** The two halves of an id: what is done, and with what. */
export function partsOf(id: StepId): { readonly deed: string; readonly subject: string } {
  const [deed = "", ...subject] = id.split(" ");
  return { deed, subject: subject.join(" ") };
}

const isStepId = (text: string): text is StepId => text !== "";

/** Cut short because somebody asked for it, which is no failure; a lost connection is one. */
export const isCancelled = ({ status, error }: Pick<Outcome, "status" | "error">): boolean =>
  status === "interrupted" && error === undefined;

/** By itself, and not because somebody asked for it. */
export const isFailure = (outcome: Pick<Outcome, "status" | "error">): boolean =>
  outcome.status === "failed" || (outcome.status === "interrupted" && !isCancelled(outcome));

/** What it prints is shown as it is printed, and not once more when it has ended: it may take long, and says what it does. */
export const isFollowed = ({ stage }: Pick<Step, "stage">): boolean => stage === "release";

/** What it prints is told as it is printed: it was asked for, or is followed. */
export const isAwaited = (step: Pick<Step, "stage">): boolean => step.stage === "answer" || isFollowed(step);

/** Whether a step runs on a server, in a shell, rather than on the runner without one. */
export const isRemote = (step: Step): step is RemoteStep => step.host !== runner;
