import type { LockWait } from "../commands/lock.ts";
import * as lock from "../commands/lock.ts";
import { abbreviated, type Host } from "../config/names.ts";
import { appHosts } from "../config/placement.ts";
import { lockDetails } from "../host/lock.ts";
import { lookAgain } from "../host/look.ts";
import { forwardsToRegistry } from "./forward.ts";
import { looking } from "./look.ts";
import { type CleanUp, type Plan, type RemoteStep, stepId } from "./plan.ts";
import { pulling } from "./pull.ts";
import type { Release } from "./release.ts";

export interface Delivery {
  /** The hosts that have to fetch the image. */
  readonly pullOn: readonly Host[];
  readonly lockWait: LockWait | undefined;
  /** Whom a host waits for that pulls through the same mirror. */
  readonly seeds?: ReadonlyMap<Host, Host>;
}

/**
 * Take the lock, fetch the image, and look at what runs again: another deploy may have ended since we looked.
 * The lock is given back here only if something of this fails.
 */
export function planDeliver(release: Release, { pullOn, lockWait, seeds = new Map() }: Delivery): Plan {
  const { config, version } = release;
  const locked = locking(release, lockWait);
  const steps = appHosts(config).flatMap((host): RemoteStep[] => {
    const fetch = pullOn.includes(host) ? pulling(release, host, [locked.id], seeds) : undefined;
    const again = looking(host, lookAgain(config), fetch ? [fetch.id] : [locked.id]);
    return [...(fetch ? [fetch] : []), again];
  });
  const ids = steps.map(({ id }) => id);
  const abandon = unlocking(release, {
    ...{ after: ids, onlyIfFailed: [locked.id, ...ids] },
    onlyIfEnded: [{ step: locked.id, as: ["succeeded", "interrupted"] }],
  });
  const forwards = forwardsToRegistry(config, pullOn);
  return { title: `Deliver ${config.service} ${abbreviated(version)}`, steps: [locked, ...steps, abandon], forwards };
}

/** Fails at once where the lock is held, unless told to wait. */
export function locking({ config, lock: request }: Release, wait: LockWait | undefined): RemoteStep {
  const run = lock.acquire(config, lockDetails(request), wait);
  return { id: stepId("lock"), title: "Take the deploy lock", stage: "lock", host: config.primaryHost, run, needs: [] };
}

/** Gives back only the lock that this run took, never somebody else's. */
export function unlocking({ config, lock: request }: Release, cleansUp: CleanUp): RemoteStep {
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

/** Give the lock back, and no more. */
export const planUnlock = (release: Release): Plan => ({
  title: "Give the deploy lock back",
  steps: [unlocking(release, { after: [] })],
});
