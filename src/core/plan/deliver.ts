import { audit } from "../commands/audit.ts";
import * as image from "../commands/image.ts";
import type { LockWait } from "../commands/lock.ts";
import * as lock from "../commands/lock.ts";
import { abbreviated, type Host } from "../config/names.ts";
import { appHosts } from "../config/placement.ts";
import { lockDetails } from "../host/lock.ts";
import { lookAgain } from "../host/look.ts";
import { all } from "../shell/sh.ts";
import { looking } from "./look.ts";
import { type CleanUp, type Plan, type RemoteStep, type StepId, stepId } from "./plan.ts";
import type { Release } from "./release.ts";

export interface Delivery {
  /** The hosts that have to fetch the image. */
  readonly pullOn: readonly Host[];
  readonly lockWait: LockWait | undefined;
}

/**
 * Take the lock, fetch the image, and look at what runs again: another deploy may have ended since we looked.
 * The lock is given back here only if something of this fails.
 */
export function planDeliver(release: Release, { pullOn, lockWait }: Delivery): Plan {
  const { config, version, performer } = release;
  const locked = locking(release, lockWait);
  const steps = appHosts(config).flatMap((host): RemoteStep[] => {
    const fetch = pulling(host, [locked.id]);
    const again = looking(host, lookAgain(config), fetch ? [fetch.id] : [locked.id]);
    return [...(fetch ? [fetch] : []), again];
  });
  const ids = steps.map(({ id }) => id);
  const abandon = unlocking(release, {
    ...{ after: ids, onlyIfFailed: [locked.id, ...ids] },
    onlyIfEnded: [{ step: locked.id, as: ["succeeded", "interrupted"] }],
  });
  return { title: `Deliver ${config.service} ${abbreviated(version)}`, steps: [locked, ...steps, abandon] };

  function pulling(host: Host, needs: readonly StepId[]): RemoteStep | undefined {
    if (!pullOn.includes(host)) return undefined;
    const run = all(image.pull(config, version), audit(config, performer, `Pulled image with version ${version}`));
    return { id: stepId("pull", host), title: `Pull ${config.image}:${abbreviated(version)}`, stage: "pull", host, run, needs };
  }
}

export function locking({ config, lock: request }: Release, wait: LockWait | undefined): RemoteStep {
  const run = lock.acquire(config, lockDetails(request), wait);
  return { id: stepId("lock"), title: "Take the deploy lock", stage: "lock", host: config.primaryHost, run, needs: [] };
}

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
