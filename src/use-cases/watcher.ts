import type { Problem } from "../core/config/problem.ts";
import type { Outcome, Step } from "../core/plan/plan.ts";
import type { Secrets } from "../core/shell/secret.ts";

/** How a front end follows a run. */
export interface Watcher {
  started(step: Step): void;
  output(step: Step, text: string): void;
  settled(outcome: Outcome): void;
  /** Before anything else is shown: what must never be. */
  secrets(secrets: Secrets): void;
  warning(problem: Problem): void;
  /** A lock with these details is about to be taken: should the run be killed, they show that the lock was its own. */
  locking(details: string): void;
  note(text: string): void;
}
