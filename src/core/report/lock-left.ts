import type { Config } from "../config/config.ts";
import type { Host } from "../config/names.ts";
import type { Outcome } from "../plan/plan.ts";
import type { Report } from "./report.ts";

/** After this step nobody has to ask for the deploy lock: it was given back, or not to be had. */
export const settlesLock = ({ step, status, exitCode }: Outcome): boolean =>
  (step.stage === "unlock" && status === "succeeded") || (step.stage === "lock" && status === "failed" && exitCode !== undefined);

/** What to do about the deploy lock where a run could not give it back, in a sentence without its full stop. */
export function lockLeft({ outcomes, config }: Report): string | undefined {
  const asked = outcomes.some(({ step, status }) => step.stage === "lock" && status !== "skipped");
  if (!asked || outcomes.some(settlesLock)) return undefined;
  return lockNotice(config.primaryHost, config.destination);
}

/** Of a lock that was asked for but not given back. */
export const lockNotice = (host: Host, destination: Config["destination"]): string =>
  `The deploy lock may stay on ${host}; once no deploy runs, \`landfall lock release${destination === undefined ? "" : ` -d ${destination}`}\` gives it back`;
