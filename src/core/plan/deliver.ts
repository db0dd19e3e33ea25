import { awaitLeftovers } from "../commands/leftovers.ts";
import type { Config } from "../config/config.ts";
import { abbreviated, type Host } from "../config/names.ts";
import { appHosts } from "../config/placement.ts";
import { lookAgain } from "../host/look.ts";
import { lines } from "../shell/sh.ts";
import { forwardsToRegistry } from "./forward.ts";
import { keptOpening, lockedOpening } from "./locked.ts";
import { looking } from "./look.ts";
import type { Plan, RemoteStep } from "./plan.ts";
import { takingPlace } from "./preview/place.ts";
import { pulling } from "./pull.ts";
import { comesFromRegistry, type Release } from "./release.ts";
import { idsOf } from "./step.ts";
import { toleranceOf } from "./tolerance.ts";

export interface Delivery {
  /** The hosts that have to fetch the image. */
  readonly pullOn: readonly Host[];
  /** The details of a lock to take over, whose run is over. */
  readonly abandoned?: string | undefined;
  /** Whom a host waits for that pulls through the same mirror. */
  readonly seeds?: ReadonlyMap<Host, Host>;
}

/** For what a run that is over has left, in seconds: its flip, which waits for a container to get healthy, then drains the old one. */
export const longestWait = ({ deployTimeout, drainTimeout }: Config): number => Math.min(deployTimeout + drainTimeout, 240);

/**
 * Take the lock, fetch the image, and look at what runs again: another deploy may have ended since we looked.
 * The lock is given back here only if something of this fails; where hosts may fail, not here: those that are left may go on.
 */
export function planDeliver(release: Release, { pullOn, abandoned, seeds = new Map() }: Delivery): Plan {
  const { config, version } = release;
  const place = takingPlace(release);
  const steps = appHosts(config).flatMap((host): RemoteStep[] => {
    const fetch = pullOn.includes(host) ? [pulling(release, host, idsOf(place), seeds)] : [];
    const needs = fetch.length > 0 ? fetch : place;
    return [...fetch, looking(host, lines(awaitLeftovers(longestWait(config)), lookAgain(config)), idsOf(needs))];
  });
  const title = `Deliver ${config.service} ${abbreviated(version)}`;
  const forwards = comesFromRegistry(release) ? forwardsToRegistry(config, pullOn) : [];
  const open = toleranceOf(config) ? keptOpening : lockedOpening;
  return open(release, { title, steps: [...place, ...steps], forwards }, abandoned);
}
