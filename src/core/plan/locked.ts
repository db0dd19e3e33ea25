import * as lock from "../commands/lock.ts";
import { isFirst } from "../host/fleet.ts";
import { lockDetails } from "../host/lock.ts";
import { isShared, joining, type SharedRelease } from "./fleet.ts";
import { type CleanUp, type Outcome, type Plan, partsOf, type RemoteStep, type Step, type StepId, stepId } from "./plan.ts";
import type { Release } from "./release.ts";
import { idsOf, inAnyCase, onHost } from "./step.ts";

/** The details of a lock whose run is over, which is to be taken over if it still has them. */
type Abandoned = string | undefined;

/**
 * The same plan with the deploy lock held: taken before anything else, given back whatever happens. Nothing of it is done where
 * the lock is somebody else's. None of these takes or gives back anything beneath a run that holds the lock.
 */
export const locked = (release: Release, plan: Plan, abandoned: Abandoned): Plan => holding(release, plan, abandoned, () => ({}));

/** Take the lock and do this; the lock stays with the run unless something of it fails. What shards share stays until they part. */
export const lockedOpening = (release: Release, plan: Plan, abandoned: Abandoned): Plan =>
  isShared(release)
    ? sharing(release, plan, abandoned)
    : holding(release, plan, abandoned, (needed) => ({ onlyIfFailed: needed }));

/** The same where it does not take all of it to go on: once the lock is taken it stays, and whoever goes on no further gives it back. */
export const keptOpening = (release: Release, plan: Plan, abandoned: Abandoned): Plan =>
  isShared(release)
    ? sharing(release, plan, abandoned)
    : holding(release, plan, abandoned, ([taken]) => ({ onlyIfFailed: taken === undefined ? [] : [taken] }));

/** With the lock held since an earlier plan: give it back after this one, whatever happens. */
export function lastUnderLock(release: Release, plan: Plan): Plan {
  if (release.underLock || isShared(release)) return plan;
  return { ...plan, steps: [...plan.steps, unlocking(release, { after: idsOf(plan.steps) })] };
}

/** Show that the run that holds the lock lives, as long as it does: when it is cancelled as well. Fails where the lock is not its own. */
export function planLockBeat({ config, lock: request }: Release): Plan {
  const title = "Keep the deploy lock";
  const run = lock.beat(config, lockDetails(request));
  return { title, steps: [inAnyCase(onHost(config.primaryHost, beating, "lock", title, run))] };
}

const beating = "beat";

/** Whether the lock turned out to be the run's no more. */
export const losesLock = ({ step, exitCode }: Outcome): boolean =>
  step.stage === "lock" && partsOf(step.id).deed === beating && exitCode === lock.heldExitCode;

/** Give the lock back, and no more. */
export const planUnlock = (release: Release): Plan => lastUnderLock(release, { title: "Give the deploy lock back", steps: [] });

/** Whether this is the step with which the lock becomes the run's own; others of its stage only ask for it. */
export const takesLock = ({ stage, id }: Step): boolean => stage === "lock" && id === taking;

const taking = stepId("lock");

/** Whether the lock was not to be had, as it is somebody else's. */
export const findsLockHeld = ({ step, exitCode }: Outcome): boolean => takesLock(step) && exitCode === lock.heldExitCode;

/** Whether the lock became the run's own. */
export const wasTaken = (outcomes: readonly Outcome[]): boolean =>
  outcomes.some(({ step, status }) => takesLock(step) && status === "succeeded");

/** Whether this is the step from which on the lock need not be the run's own any more. */
export const givesLock = ({ stage, id }: Step): boolean => stage === "unlock" && id === giving;

const giving = stepId("unlock");

/** How much longer than asked for a wait may take on a server that is slow, in seconds. */
const grace = 120;

/** Wait while the lock is somebody else's, and take nothing. @param left how long it may still be waited for in all, in seconds */
export function planLockWait({ config }: Release, wait: { readonly seconds: number; readonly left: number }): Plan {
  const title = `Wait for the deploy lock, ${wait.left} s at most`;
  const run = lock.waitFor(config, wait.seconds);
  const limit = wait.seconds + grace;
  return { title, steps: [{ id: stepId("lock-wait"), title, stage: "lock", host: config.primaryHost, run, needs: [], limit }] };
}

/** @param unless further conditions for giving the lock back, by the steps that have to succeed */
function holding(
  release: Release,
  plan: Plan,
  abandoned: Abandoned,
  unless: (needed: readonly StepId[]) => Pick<CleanUp, "onlyIfFailed">,
): Plan {
  if (release.underLock) return plan;
  const taken = locking(release, abandoned);
  const steps = behind(taken, plan);
  const needed = [taken, ...steps.filter(({ cleansUp }) => !cleansUp)];
  const unlock = unlocking(release, {
    after: [taken.id, ...idsOf(steps)],
    onlyIfEnded: [{ step: taken.id, as: ["succeeded", "interrupted"] }],
    ...unless(idsOf(needed)),
  });
  return { ...plan, steps: [taken, ...steps, unlock] };
}

/** The first shard takes the lock for all. */
function sharing(release: SharedRelease, plan: Plan, abandoned: Abandoned): Plan {
  const taken = isFirst(release.fleet) ? [locking(release, abandoned)] : [];
  const joined = { ...joining(release), needs: idsOf(taken) };
  return { ...plan, steps: [...taken, joined, ...behind(joined, plan)] };
}

/** The plan's steps, none of which begins before this one has succeeded. */
function behind({ id }: Step, { steps }: Plan): Step[] {
  return steps.map((step, index) => {
    const opens = step.needs.length === 0 || steps.findIndex(({ host }) => host === step.host) === index;
    return step.cleansUp || !opens ? step : { ...step, needs: [id, ...step.needs] };
  });
}

/** Fails at once where the lock is held. */
function locking({ config, lock: request }: Release, abandoned: Abandoned): RemoteStep {
  const run = lock.acquire(config, lockDetails(request), abandoned);
  const title = abandoned === undefined ? "Take the deploy lock" : "Take the deploy lock over";
  return { id: taking, title, stage: "lock", host: config.primaryHost, run, needs: [] };
}

/** Gives back only the lock that this run took, never somebody else's. */
function unlocking({ config, lock: request }: Release, cleansUp: CleanUp): RemoteStep {
  const run = lock.release(config, lockDetails(request));
  return {
    id: giving,
    title: "Give the deploy lock back",
    stage: "unlock",
    host: config.primaryHost,
    run,
    needs: [],
    cleansUp,
  };
}
