import { audit } from "../commands/audit.ts";
import { pruneContainers, pruneImages } from "../commands/prune.ts";
import { hostsInScope } from "../config/placement.ts";
import { lines, type Shell } from "../shell/sh.ts";
import { onEachHost } from "./each.ts";
import type { Plan, RemoteStep, StepId } from "./plan.ts";
import type { Release } from "./release.ts";
import { idsOf } from "./step.ts";

/** Remove what no version needs any more: stopped containers but the newest, and images that nothing is made from. */
export function planPrune(release: Release): Plan {
  const containers = pruningContainers(release, release.config.retainContainers);
  return { title: "Prune", steps: [...containers, ...pruningImages(release, idsOf(containers))] };
}

/** Those from which no container of the service was made; the latest stays. */
export const planPruneImages = (release: Release): Plan => ({ title: "Prune images", steps: pruningImages(release, []) });

/** @param retain how many stopped containers stay; undefined: as deploy.yml says */
export const planPruneContainers =
  (retain: number | undefined): ((release: Release) => Plan) =>
  (release) => ({
    title: "Prune containers",
    steps: pruningContainers(release, retain ?? release.config.retainContainers),
  });

function pruningContainers({ config, performer }: Release, retain: number): RemoteStep[] {
  const run = (): Shell => lines(audit(config, performer, "Pruned containers"), pruneContainers(config, retain));
  const title = (): string => "Prune old containers";
  return onEachHost(hostsInScope(config), { name: "prune-containers", stage: "act", title, run });
}

function pruningImages({ config, performer }: Release, needs: readonly StepId[]): RemoteStep[] {
  const run = (): Shell => lines(audit(config, performer, "Pruned images"), pruneImages(config));
  const title = (): string => "Prune old images";
  return onEachHost(hostsInScope(config), { name: "prune-images", stage: "act", title, run, needs });
}
