import type { LockWait } from "../commands/lock.ts";
import { locking, unlocking } from "./deliver.ts";
import type { Plan } from "./plan.ts";
import type { Release } from "./release.ts";
import { idsOf } from "./step.ts";

/** The same plan with the deploy lock held: taken before anything else, given back whatever happens. */
export function locked(release: Release, plan: Plan, wait: LockWait | undefined): Plan {
  const lock = locking(release, wait);
  const steps = plan.steps.map((step) => (step.cleansUp || step.needs.length > 0 ? step : { ...step, needs: [lock.id] }));
  const unlock = unlocking(release, {
    after: [lock.id, ...idsOf(steps)],
    onlyIfEnded: [{ step: lock.id, as: ["succeeded", "interrupted"] }],
  });
  return { ...plan, steps: [lock, ...steps, unlock] };
}

/** Take the lock and do this; the lock stays with the run unless something of it fails. */
export function lockedOpening(release: Release, plan: Plan, wait: LockWait | undefined): Plan {
  const opening = locked(release, plan, wait);
  const needed = opening.steps.filter(({ cleansUp }) => !cleansUp).map(({ id }) => id);
  const steps = opening.steps.map((step) =>
    step.stage === "unlock" && step.cleansUp ? { ...step, cleansUp: { ...step.cleansUp, onlyIfFailed: needed } } : step,
  );
  return { ...opening, steps };
}

/** Without its own lock where the run is beneath another that holds it. */
export function heeding({ underLock = false }: Release, plan: Plan): Plan {
  if (!underLock) return plan;
  const own = new Set(idsOf(plan.steps.filter(({ stage }) => stage === "lock" || stage === "unlock")));
  const others = plan.steps.filter(({ id }) => !own.has(id));
  return { ...plan, steps: others.map((step) => ({ ...step, needs: step.needs.filter((id) => !own.has(id)) })) };
}

/** With the lock held since an earlier plan: give it back after this one, whatever happens. */
export const lastUnderLock = (release: Release, plan: Plan): Plan => ({
  ...plan,
  steps: [...plan.steps, unlocking(release, { after: idsOf(plan.steps) })],
});
