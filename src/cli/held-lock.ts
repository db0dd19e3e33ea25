import { isRemote, type Outcome, type Step } from "../core/plan/plan.ts";
import { lockNotice, settlesLock } from "../core/report/lock-left.ts";

/** The deploy lock that this run may hold just now, for the last words of one that is ended at once. */
export class HeldLock {
  #isExpected = false;
  #notice: string | undefined;

  /** What to do about it, in a sentence without its full stop. */
  get notice(): string | undefined {
    return this.#notice;
  }

  /** From here on a step of the stage "lock" takes it; before, such a step may only ask for it. */
  expect(): void {
    this.#isExpected = true;
  }

  started(step: Step, destination: string | undefined): void {
    if (this.#isExpected && step.stage === "lock" && isRemote(step)) this.#notice = lockNotice(step.host, destination);
  }

  settled(outcome: Outcome): void {
    if (settlesLock(outcome)) this.#notice = undefined;
  }
}
