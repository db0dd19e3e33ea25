import { setTimeout as sleep } from "node:timers/promises";
import { lockBeatInterval } from "../core/host/lock.ts";
import { planLockBeat } from "../core/plan/locked.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { Release } from "../core/plan/release.ts";
import type { Engine } from "./engine.ts";

interface Heart {
  readonly engine: Pick<Engine, "runUntold">;
  /** What shows that we live. */
  readonly plan: Plan;
  /** Seconds. */
  readonly interval: number;
}

/** Others hear that we live until the work has ended, however that ends: from this process, since a machine that is gone must not look alive. */
export async function beating<Done>(heart: Heart, work: () => Promise<Done>): Promise<Done> {
  const over = new AbortController();
  void beat(heart, over.signal);
  try {
    return await work();
  } finally {
    over.abort();
  }
}

/** The same of a run that may hold the deploy lock. */
export const beatingLock = <Done>(release: Release, engine: Engine, work: () => Promise<Done>): Promise<Done> =>
  beating({ engine, plan: planLockBeat(release), interval: lockBeatInterval }, work);

async function beat({ engine, plan, interval }: Heart, over: AbortSignal): Promise<void> {
  for (;;) {
    await sleep(interval * 1000, undefined, { signal: over }).catch(() => {});
    if (over.aborted) return;
    await engine.runUntold(plan);
  }
}
