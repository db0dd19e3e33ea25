import type { Config } from "../config/config.ts";
import type { Host } from "../config/names.ts";
import { takesLock } from "../plan/locked.ts";
import { type Outcome, partsOf } from "../plan/plan.ts";
import type { Report } from "./report.ts";
import { typedCommand } from "./typed-command.ts";

/** After this step nobody has to ask for the deploy lock: it was given back, or not to be had. */
export const settlesLock = ({ step, status, exitCode }: Outcome): boolean =>
  (step.stage === "unlock" && !bystanders.includes(partsOf(step.id).deed) && status === "succeeded") ||
  (takesLock(step) && status === "failed" && exitCode !== undefined);

/** What is done beside giving the lock back. */
const bystanders: readonly string[] = ["record", "logout"];

/** What to do about the deploy lock where a run could not give it back, in a sentence without its full stop. */
export function lockLeft({ outcomes, config }: Report): string | undefined {
  const asked = outcomes.some(({ step, status }) => takesLock(step) && status !== "skipped");
  if (!asked || outcomes.some(settlesLock)) return undefined;
  return lockNotice(config.primaryHost, config.destination);
}

/** Of a lock that was asked for but not given back. */
export const lockNotice = (host: Host, destination: Config["destination"]): string =>
  `The deploy lock may stay on ${host}; once no deploy runs, \`${releaseCommand(destination)}\` gives it back`;

export const releaseCommand = (destination: Config["destination"]): string => typedCommand("lock release", destination);
