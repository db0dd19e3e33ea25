import type { Host } from "../config/names.ts";
import { losesLock, takesLock } from "../plan/locked.ts";
import { type Outcome, partsOf } from "../plan/plan.ts";
import type { Report } from "./report.ts";
import { type Addressee, addresseeOf, typedCommand } from "./typed-command.ts";

/** After this step nobody has to ask for the deploy lock: it was given back, not to be had, or is the run's no more. */
export const settlesLock = (outcome: Outcome): boolean => isSettled(outcome) || losesLock(outcome);

const isSettled = ({ step, status, exitCode }: Outcome): boolean =>
  (step.stage === "unlock" && !bystanders.includes(partsOf(step.id).deed) && status === "succeeded") ||
  (takesLock(step) && status === "failed" && exitCode !== undefined);

/** What is done beside giving the lock back. */
const bystanders: readonly string[] = ["record", "logout"];

/** What to do about the deploy lock where a run could not give it back, in a sentence without its full stop. */
export function lockLeft({ outcomes, config }: Report): string | undefined {
  const asked = outcomes.some(({ step, status }) => takesLock(step) && status !== "skipped");
  if (!asked || outcomes.some(settlesLock)) return undefined;
  return lockNotice(config.primaryHost, addresseeOf(config));
}

/** Of a lock that was asked for but not given back. */
export const lockNotice = (host: Host, about: Addressee): string =>
  `The deploy lock may stay on ${host}; once no deploy runs, \`${releaseCommand(about)}\` gives it back`;

export const releaseCommand = (about: Addressee): string => typedCommand("lock release", about);
