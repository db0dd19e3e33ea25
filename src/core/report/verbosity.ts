import { isRemote, type Step } from "../plan/plan.ts";

/** What is shown of a run while it goes on: nothing, each step's end, or its commands and what they print as well. */
export type Verbosity = "quiet" | "usual" | "verbose";

/** Quiet stands over verbose, as in Kamal. */
export function verbosityOf({
  quiet = false,
  verbose = false,
}: {
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}): Verbosity {
  if (quiet) return "quiet";
  return verbose ? "verbose" : "usual";
}

/** For one step: what deploy.yml says of a hook counts where nothing was asked for. */
export const verbosityFor = (step: Step, asked: Verbosity): Verbosity =>
  asked === "usual" && !isRemote(step) && step.verbosity !== undefined ? step.verbosity : asked;
