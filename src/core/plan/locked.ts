import type { LockWait } from "../commands/lock.ts";
import * as lock from "../commands/lock.ts";
import { lockDetails } from "../host/lock.ts";
import { type CleanUp, type Plan, type RemoteStep, type StepId, stepId } from "./plan.ts";
import type { Release } from "./release.ts";
import { idsOf } from "./step.ts";

/**
 * The same plan with the deploy lock held: taken before anything else, given back whatever happens. None of these takes or gives
 * back anything beneath a run that holds the lock.
 */
export const locked = (release: Release, plan: Plan, wait: LockWait | undefined): Plan =>
  holding(release, plan, wait, () => ({}));

/** Take the lock and do this; the lock stays with the run unless something of it fails. */
export const lockedOpening = (release: Release, plan: Plan, wait: LockWait | undefined): Plan =>
  holding(release, plan, wait, (needed) => ({ onlyIfFailed: needed }));

/** With the lock held since an earlier plan: give it back after this one, whatever happens. */
export function lastUnderLock(release: Release, plan: Plan): Plan {
  if (release.underLock) return plan;
  return { ...plan, steps: [...plan.steps, unlocking(release, { after: idsOf(plan.steps) })] };
}

/** Give the lock back, and no more. */
export const planUnlock = (release: Release): Plan => lastUnderLock(release, { title: "Give the deploy lock back", steps: [] });

/** @param giving further conditions for giving the lock back, by the steps that have to succeed */
function holding(
  release: Release,
  plan: Plan,
  wait: LockWait | undefined,
  giving: (needed: readonly StepId[]) => Pick<CleanUp, "onlyIfFailed">,
): Plan {
  if (release.underLock) return plan;
  const taken = locking(release, wait);
  const steps = plan.steps.map((step, index) => {
    const isFirst = step.needs.length === 0 || plan.steps.findIndex(({ host }) => host === step.host) === index;
    return step.cleansUp || !isFirst ? step : { ...step, needs: [taken.id, ...step.needs] };
  });
  const needed = [taken, ...steps.filter(({ cleansUp }) => !cleansUp)];
  const unlock = unlocking(release, {
    after: [taken.id, ...idsOf(steps)],
    onlyIfEnded: [{ step: taken.id, as: ["succeeded", "interrupted"] }],
    ...giving(idsOf(needed)),
  });
  return { ...plan, steps: [taken, ...steps, unlock] };
}

/** Fails at once where the lock is held, unless told to wait. */
function locking({ config, lock: request }: Release, wait: LockWait | undefined): RemoteStep {
  const run = lock.acquire(config, lockDetails(request), wait);
  return { id: stepId("lock"), title: "Take the deploy lock", stage: "lock", host: config.primaryHost, run, needs: [] };
}

/** Gives back only the lock that this run took, never somebody else's. */
function unlocking({ config, lock: request }: Release, cleansUp: CleanUp): RemoteStep {
  const run = lock.release(config, lockDetails(request));
  return {
    id: stepId("unlock"),
    title: "Give the deploy lock back",
    stage: "unlock",
    host: config.primaryHost,
    run,
    needs: [],
    cleansUp,
  };
}
