import type { PreviewNumber } from "../core/config/preview/name.ts";
import type { Problem } from "../core/config/problem.ts";
import type { Fleet } from "../core/host/fleet.ts";
import type { Outcome, Step } from "../core/plan/plan.ts";
import type { Release } from "../core/plan/release.ts";
import type { VersionChange } from "../core/report/cut-short.ts";
import type { Secrets } from "../core/shell/secret.ts";

/** A lock that a run is about to take, and what is to be known of the run should it be killed. */
export interface LockClaim {
  /** They show that the lock was its own. */
  readonly details: string;
  /** The jobs that share the lock, and are to be told. */
  readonly fleet?: Fleet | undefined;
  /** Whose it is, where the command that takes it may be about several previews. */
  readonly preview?: PreviewNumber;
  /** Undefined where no version is made live. */
  readonly change?: VersionChange | undefined;
}

/** How a front end follows a run. */
export interface Watcher {
  started(step: Step): void;
  /** What programs on the runner print. */
  output(step: Step, text: string): void;
  /**
   * What the answer of a server says, line by line, as it is said; all of it is in the outcome again, unless it is very long.
   * The server waits until this resolves, if it is not to be kept in memory.
   */
  answered(step: Step, lines: readonly string[]): Promise<void> | void;
  settled(outcome: Outcome): void;
  /** Before anything else is shown: what must never be. */
  secrets(secrets: Secrets): void;
  warning(problem: Problem): void;
  /** A version is about to be made live, and nothing that is known without asking servers stands in the way. */
  releasing(release: Release): void;
  /** A lock is about to be taken. */
  locking(claim: LockClaim): void;
  note(text: string): void;
}

/** Several that follow the same run. */
export function together(...watchers: readonly Watcher[]): Watcher {
  const all = (tell: (watcher: Watcher) => void): void => watchers.forEach(tell);
  return {
    started: (step) => all((each) => each.started(step)),
    output: (step, text) => all((each) => each.output(step, text)),
    answered: async (step, lines) => {
      for (const each of watchers) await each.answered(step, lines);
    },
    settled: (outcome) => all((each) => each.settled(outcome)),
    secrets: (secrets) => all((each) => each.secrets(secrets)),
    warning: (problem) => all((each) => each.warning(problem)),
    releasing: (release) => all((each) => each.releasing(release)),
    locking: (claim) => all((each) => each.locking(claim)),
    note: (text) => all((each) => each.note(text)),
  };
}

/** Says the same only once: for a run that does one thing many times. */
export function notingOnce(watcher: Watcher): Watcher {
  const said = new Set<string>();
  const note = (text: string): void => {
    if (!said.has(text)) watcher.note(text);
    said.add(text);
  };
  return { ...watcher, note };
}

/** Follows nothing. */
export const deaf: Watcher = {
  started() {},
  output() {},
  answered() {},
  settled() {},
  secrets() {},
  warning() {},
  releasing() {},
  locking() {},
  note() {},
};
