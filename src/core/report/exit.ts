import type { Outcome } from "../plan/plan.ts";
import { containerTitle, type Failure, failures, located } from "./failures.ts";
import { Refusal } from "./refusal.ts";
import { hasFailed } from "./report.ts";

/** Something failed on servers. */
export class FailedCommand extends Refusal {
  /** What the program ends with. */
  readonly exitCode: number;

  constructor(reasons: readonly string[], exitCode: number) {
    super(reasons);
    this.exitCode = exitCode;
  }
}

/** The program ends without a word: who called it has seen all there is to see. */
export class SilentExit extends Error {
  override readonly name = "SilentExit";
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`Ended with exit code ${exitCode}`);
    this.exitCode = exitCode;
  }
}

/** @throws FailedCommand with everything that failed */
export function refuseFailures({ outcomes }: { readonly outcomes: readonly Outcome[] }): void {
  if (hasFailed(outcomes)) throw new FailedCommand(failures(outcomes).map(told), exitCodeOf(outcomes));
}

const told = (failure: Failure): string =>
  failure.container === undefined ? located(failure) : `${located(failure)}\n${containerTitle}:\n${failure.container}`;

/** That of the command that was asked for, where it failed in one place and nothing else did. */
function exitCodeOf(outcomes: readonly Outcome[]): number {
  const [only, ...others] = outcomes.filter(({ status }) => status === "failed" || status === "interrupted");
  return only?.step.stage === "answer" && others.length === 0 ? (only.exitCode ?? 1) : 1;
}
