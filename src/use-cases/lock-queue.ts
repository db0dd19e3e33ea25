import type { LockWait } from "../core/commands/lock.ts";
import type { RunIdentity } from "../core/host/lock.ts";
import { holderFrom, holderSeen, isEarlierStep, isSilent, type LockHolder, verdictOn } from "../core/host/lock-holder.ts";
import { planLockWait } from "../core/plan/locked.ts";
import type { Outcome } from "../core/plan/plan.ts";
import type { FactsByHost, Release } from "../core/plan/release.ts";
import { type HoldingState, heldLock, waitingFor } from "../core/report/held-lock.ts";
import type { Engine } from "./engine.ts";
import type { Github } from "./github.ts";

/** What it takes to get the lock. */
export interface LockTaking {
  readonly release: Release;
  readonly engine: Engine;
  /** Undefined: a lock that is held is not waited for. */
  readonly wait: LockWait | undefined;
  readonly github: Pick<Github, "runIsOver">;
}

/** What comes after a try that found the lock held. */
type Turn =
  | { readonly kind: "try"; readonly abandoned?: LockHolder }
  | { readonly kind: "give up"; readonly reason: string }
  /** By a cancellation, or because the server could not be asked. */
  | { readonly kind: "stopped" };

/** Waits for a lock in short stretches, between which it is asked whether the run that holds it still goes on. */
export class LockQueue {
  readonly #taking: LockTaking;
  readonly #since = Date.now();
  #waited: Outcome | undefined;
  #told: string | undefined;

  constructor(taking: LockTaking) {
    this.#taking = taking;
  }

  /** All the waiting as one. */
  get waits(): readonly Outcome[] {
    return this.#waited ? [this.#waited] : [];
  }

  /**
   * Wait for the next try, if there is to be one.
   * @param found who held the lock at the last one; undefined where nobody did any more
   * @param tried the details of the lock that the last one was to take over
   */
  async turn(found: LockHolder | undefined, tried: string | undefined): Promise<Turn> {
    const { github, release } = this.#taking;
    let holder = found;
    let missed = tried;
    while (holder) {
      const left = this.#left();
      const state = await stateOf(holder, { config: release.config, run: release.lock.run }, github);
      const verdict = verdictOn(holder, { isOver: state === "over" && holder.details !== missed, mayWait: left > 0 });
      if (verdict === "take over") return { kind: "try", abandoned: holder };
      if (verdict === "give up") return { kind: "give up", reason: this.#reason(holder, state) };
      this.#tell(holder, left);
      const stretch = await this.#wait(left);
      if (stretch?.status !== "succeeded") return { kind: "stopped" };
      holder = holderFrom(stretch.output);
      missed = undefined;
    }
    return { kind: "try" };
  }

  #reason(holder: LockHolder, state: HoldingState): string {
    const { wait, release } = this.#taking;
    const waited = wait && (Date.now() - this.#since) / 1000;
    return heldLock({ holder, state, waited, config: release.config });
  }

  /** Seconds. */
  #left(): number {
    const { timeout } = this.#taking.wait ?? { timeout: 0 };
    return Math.max(0, Math.ceil(timeout - (Date.now() - this.#since) / 1000));
  }

  #tell(holder: LockHolder, left: number): void {
    if (this.#told !== holder.details) this.#taking.engine.watcher.note(waitingFor(holder, left));
    this.#told = holder.details;
  }

  async #wait(left: number): Promise<Outcome | undefined> {
    const { engine, release, wait } = this.#taking;
    const seconds = Math.min(left, Math.max(1, wait?.interval ?? 1));
    const [stretch] = await engine.run(planLockWait(release, { seconds, left }));
    const { step, startedAt } = this.#waited ?? {};
    if (stretch) this.#waited = { ...stretch, step: step ?? stretch.step, startedAt: startedAt ?? stretch.startedAt };
    return stretch;
  }
}

/** Who asks for a lock. */
interface Asking {
  readonly config: Release["config"];
  readonly run: Omit<RunIdentity, "token">;
}

/**
 * What is known of the run that took a lock: whether it was an earlier step of the job that asks; else what GitHub says of it; where
 * it says nothing, whether the run still shows that it lives.
 */
export async function stateOf(holder: LockHolder, { config, run }: Asking, github: LockTaking["github"]): Promise<HoldingState> {
  if (isEarlierStep(holder, run)) return "over";
  const known = holder.run ? await github.runIsOver(holder.run) : "unknown";
  return known === "unknown" && isSilent(holder, config) ? "over" : known;
}

/** Why there is no use in building: the lock is held, and is neither to be waited for nor to be taken over. Else nothing. */
export async function lockObstacles(
  { release: { config, underLock, lock }, wait, github }: Omit<LockTaking, "engine">,
  facts: FactsByHost,
): Promise<string[]> {
  const known = facts.get(config.primaryHost);
  const holder = known && holderSeen(known);
  if (!holder || underLock) return [];
  const state = await stateOf(holder, { config, run: lock.run }, github);
  const verdict = verdictOn(holder, { isOver: state === "over", mayWait: wait !== undefined });
  return verdict === "give up" ? [heldLock({ holder, state, waited: undefined, config })] : [];
}
