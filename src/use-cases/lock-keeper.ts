import { lockBeatInterval } from "../core/host/lock.ts";
import { holderFrom } from "../core/host/lock-holder.ts";
import { givesLock, losesLock, planLockBeat, takesLock } from "../core/plan/locked.ts";
import type { Outcome, Step } from "../core/plan/plan.ts";
import type { Release } from "../core/plan/release.ts";
import { messageOf } from "../core/report/errors.ts";
import { lostLock } from "../core/report/held-lock.ts";
import { Refusal } from "../core/report/refusal.ts";
import { addresseeOf } from "../core/report/typed-command.ts";
import type { Engine } from "./engine.ts";
import type { Guard } from "./guard.ts";
import { beating } from "./heartbeat.ts";

/**
 * Do the work of a run that takes the deploy lock: while it has the lock it shows that it lives, and where the lock turns out to be
 * its own no more, nothing more is done, which is a failure among the outcomes.
 */
export async function keepingLock<Done extends { readonly outcomes: readonly Outcome[] }>(
  release: Release,
  engine: Engine,
  work: () => Promise<Done>,
): Promise<Done> {
  const keeper = new LockKeeper(release, engine);
  const glances = setInterval(() => keeper.glance(), glanceInterval);
  try {
    const done = await engine.guarded(keeper, () => beating({ beat: () => keeper.beat(), interval: lockBeatInterval }, work));
    return keeper.lost ? { ...done, outcomes: [...done.outcomes, keeper.lost] } : done;
  } catch (error) {
    throw keeper.lost ? new Refusal([keeper.lost.output, messageOf(error)]) : error;
  } finally {
    clearInterval(glances);
  }
}

/** How often it looks at the clock, in milliseconds. */
const glanceInterval = 1000;

/** After so long without a look at the clock, in milliseconds, this process was stopped, or its machine asleep. */
const nap = 15_000;

/** Knows whether the lock is the run's own. */
class LockKeeper implements Guard {
  readonly #release: Release;
  readonly #engine: Pick<Engine, "runApart" | "watcher">;
  readonly #halting = new AbortController();
  readonly halt = this.#halting.signal;
  #isHeld = false;
  #awakeAt = Date.now();
  /** Settles once it is known anew whether the lock is ours. */
  #certainty = Promise.resolve();
  #lost: Outcome | undefined;

  constructor(release: Release, engine: Pick<Engine, "runApart" | "watcher">) {
    this.#release = release;
    this.#engine = engine;
  }

  /** How it was found to be lost; undefined: it was not. */
  get lost(): Outcome | undefined {
    return this.#lost;
  }

  readonly ready = (): Promise<void> => {
    this.glance();
    return this.#certainty;
  };

  started(step: Step): void {
    if (givesLock(step)) this.#isHeld = false;
  }

  settled({ step, status }: Outcome): void {
    if (takesLock(step) && status === "succeeded") this.#isHeld = true;
  }

  /** After a sleep the lock may be another's, so that nothing is begun before that is known. */
  glance(): void {
    const now = Date.now();
    if (this.#isHeld && now - this.#awakeAt > nap) this.#certainty = this.beat();
    this.#awakeAt = now;
  }

  /** Shows that the run lives. What is answered while the lock is being taken or given back tells nothing. */
  async beat(): Promise<void> {
    const wasHeld = this.#isHeld;
    const [outcome] = await this.#engine.runApart(planLockBeat(this.#release));
    if (outcome && wasHeld && this.#isHeld && losesLock(outcome)) this.#lose(outcome);
  }

  #lose(outcome: Outcome): void {
    this.#isHeld = false;
    const output = lostLock(holderFrom(outcome.output), addresseeOf(this.#release.config));
    this.#lost = { ...outcome, output };
    this.#engine.watcher.started(outcome.step);
    this.#engine.watcher.settled(this.#lost);
    this.#halting.abort();
  }
}
