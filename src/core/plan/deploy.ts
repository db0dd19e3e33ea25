import * as app from "../commands/app.ts";
import { audit } from "../commands/audit.ts";
import * as image from "../commands/image.ts";
import { prune } from "../commands/prune.ts";
import { abbreviated, type Host } from "../config/names.ts";
import { appHosts } from "../config/placement.ts";
import { imageTag } from "../host/names.ts";
import { type Surplus, surplusOf } from "../host/surplus.ts";
import { all, any, lines, type Shell, sh } from "../shell/sh.ts";
import { bootingAll } from "./accessory/boot.ts";
import { agreement, gates, hostsOfRun, speaksForAll } from "./fleet.ts";
import { hookSteps } from "./hook.ts";
import { lastUnderLock } from "./locked.ts";
import type { Plan, RemoteStep, Step, StepId } from "./plan.ts";
import { checkPatience, probing } from "./probe.ts";
import { clearing, provisioning } from "./provisions.ts";
import { type FactsByHost, factsOf, type Release } from "./release.ts";
import type { Replacement } from "./replacement.ts";
import { planRollout } from "./rollout.ts";
import { idsOf, onHost, onRole } from "./step.ts";
import { planUndo } from "./undo.ts";

export interface DeployOptions {
  readonly prune: boolean;
  /** Run the pre-deploy hook, unless told not to. */
  readonly hooks?: boolean;
  /** Boot the accessories that have no container yet, before the app. */
  readonly accessories?: boolean;
  /** What has to answer with success once the new version is live everywhere. */
  readonly checkUrl?: string | undefined;
}

/**
 * With the lock held: boot the new version everywhere; when all of it is healthy, retire the old; if any of it is not, go back
 * to the old everywhere. The lock is given back whatever happens. Of a run that several jobs share out, this is one shard's part.
 */
export function planDeploy(release: Release, facts: FactsByHost, options: DeployOptions): Plan {
  const { config, version } = release;
  const { hooks = true } = options;
  const before =
    hooks && speaksForAll(release) ? hookSteps(release, "pre-deploy", { hosts: hostsOfRun(release), locked: true }) : [];
  const provisions = provisioning(release, facts, idsOf(before));
  const provided = provisions.length > 0 ? provisions : before;
  const accessories = options.accessories ? bootingAll(release, idsOf(provided)) : [];
  const opening = accessories.length > 0 ? accessories : provided;
  const gate = gates(release);
  const { replacements, steps, live: booted } = planRollout(release, facts, [...idsOf(opening), ...idsOf(gate)]);
  const checks = options.checkUrl === undefined ? [] : [probing(options.checkUrl, checkPatience, booted)];
  const { live, decisions, givenUp } = agreement(release, [...booted, ...idsOf(checks)]);
  const undo = planUndo(replacements, live, givenUp);
  const retired = appHosts(config).flatMap((host) => retiring(host));
  const all = [...before, ...provisions, ...accessories, ...gate, ...steps, ...checks, ...decisions, ...undo, ...retired];
  return lastUnderLock(release, { title: `Deploy ${config.service} ${abbreviated(version)}`, steps: all });

  /** Stopping takes as long as the app takes to stop: tagging and pruning need not wait for it. */
  function retiring(host: Host): Step[] {
    const here = replacements.filter((each) => each.host === host && each.old.length > 0);
    const stops = here.map((each) => stopping(release, each, live));
    const tag = onHost(host, "tag", "retire", `Tag ${abbreviated(version)} as the latest`, tagging(release), live);
    const stopped = new Set(here.flatMap(({ old }) => old.map(({ id }) => id)));
    const surplus = surplusOf(config, version, factsOf(facts, host), stopped);
    const needs = [tag.id, ...(surplus.containers.some((id) => stopped.has(id)) ? idsOf(stops) : [])];
    const tidy = onHost(host, "prune", "prune", "Prune old containers and images", pruning(release, surplus), needs);
    return [...stops, tag, ...(options.prune ? [tidy] : [])];
  }
}

/** What follows once the lock is given back and all is well. @param runtime how long the deploy took, in seconds */
export const planAfterDeploy = (release: Release, runtime: number): Plan => ({
  title: "After the deploy",
  steps: hookSteps(release, "post-deploy", { hosts: hostsOfRun(release), locked: false, runtime }),
});

/** What has ended by itself meanwhile needs no stopping. */
function stopping(release: Release, replacement: Replacement, needs: readonly StepId[]): RemoteStep {
  const { next, old, role } = replacement;
  const timeout = app.stopTimeout(next);
  const stop = sh`docker stop ${timeout !== undefined && ["-t", timeout]} ${old.map(({ id }) => id)}`;
  return onRole(
    replacement,
    "retire",
    "retire",
    `Stop the old ${role.name}`,
    lines(any(stop, sh`true`), clearing(release, replacement)),
    needs,
  );
}

const tagging = ({ config, performer, version }: Release): Shell =>
  all(audit(config, performer, `Tagging ${imageTag(config, version)} as the latest image`), image.tagLatest(config, version));

const pruning = ({ config, performer }: Release, surplus: Surplus): Shell =>
  lines(audit(config, performer, "Pruned containers"), audit(config, performer, "Pruned images"), prune(surplus));
