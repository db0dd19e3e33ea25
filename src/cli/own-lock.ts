import { takesLock } from "../core/plan/locked.ts";
import { isRemote, type Outcome, type Step } from "../core/plan/plan.ts";
import { lockNotice, settlesLock } from "../core/report/lock-left.ts";
import type { Addressee } from "../core/report/typed-command.ts";

/** The deploy lock that this run may hold just now, for the last words of one that is ended at once. */
export class OwnLock {
  #isExpected = false;
  #notice: string | undefined;

  /** What to do about it, in a sentence without its full stop. */
  get notice(): string | undefined {
    return this.#notice;
  }

  /** From here on a step that takes it takes it for this run; before, it may be for a person to keep. */
  expect(): void {
    this.#isExpected = true;
  }

  started(step: Step, about: Addressee): void {
    if (this.#isExpected && takesLock(step) && isRemote(step)) this.#notice = lockNotice(step.host, about);
  }

  settled(outcome: Outcome): void {
    if (settlesLock(outcome)) this.#notice = undefined;
  }
}
