import * as app from "../commands/app.ts";
import { audit } from "../commands/audit.ts";
import * as image from "../commands/image.ts";
import { prune } from "../commands/prune.ts";
import { abbreviated, type Host } from "../config/names.ts";
import { appHosts } from "../config/placement.ts";
import { imageTag } from "../host/names.ts";
import { type Surplus, surplusOf } from "../host/surplus.ts";
import { all, any, lines, type Shell, sh } from "../shell/sh.ts";
import { unlocking } from "./deliver.ts";
import { hookSteps } from "./hook.ts";
import { type Plan, type RemoteStep, type Step, type StepId, stepId } from "./plan.ts";
import { type FactsByHost, factsOf, type Release } from "./release.ts";
import { idsOf, planRollout, type Replacement, step } from "./rollout.ts";
import { planUndo } from "./undo.ts";

/**
 * With the lock held: boot the new version everywhere; when all of it is healthy, retire the old; if any of it is not, go back
 * to the old everywhere. The lock is given back whatever happens.
 */
export function planDeploy(release: Release, facts: FactsByHost, options: { readonly prune: boolean }): Plan {
  const { config, version } = release;
  const before = hookSteps(release, "pre-deploy", { hosts: appHosts(config), locked: true });
  const { replacements, steps, live } = planRollout(release, facts, idsOf(before));
  const undo = planUndo(replacements, live);
  const retired = appHosts(config).flatMap((host) => retiring(host));
  const all = [...before, ...steps, ...undo, ...retired];
  const unlock = unlocking(release, { after: idsOf(all) });
  return { title: `Deploy ${config.service} ${abbreviated(version)}`, steps: [...all, unlock] };

  /** Stopping takes as long as the app takes to stop: tagging and pruning need not wait for it. */
  function retiring(host: Host): Step[] {
    const here = replacements.filter((each) => each.host === host && each.old.length > 0);
    const stops = here.map((each) => stopping(each, live));
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
  steps: hookSteps(release, "post-deploy", { hosts: appHosts(release.config), locked: false, runtime }),
});

/** What has ended by itself meanwhile needs no stopping. */
function stopping(replacement: Replacement, needs: readonly StepId[]): RemoteStep {
  const { next, old, role } = replacement;
  const timeout = app.stopTimeout(next);
  const stop = sh`docker stop ${timeout !== undefined && ["-t", timeout]} ${old.map(({ id }) => id)}`;
  return step(replacement, "retire", "retire", `Stop the old ${role.name}`, any(stop, sh`true`), needs);
}

const tagging = ({ config, performer, version }: Release): Shell =>
  all(audit(config, performer, `Tagging ${imageTag(config, version)} as the latest image`), image.tagLatest(config, version));

const pruning = ({ config, performer }: Release, surplus: Surplus): Shell =>
  lines(audit(config, performer, "Pruned containers"), audit(config, performer, "Pruned images"), prune(surplus));

const onHost = (
  host: Host,
  name: string,
  stage: "retire" | "prune",
  title: string,
  run: Shell,
  needs: readonly StepId[],
): RemoteStep => ({
  ...{ id: stepId(name, host), title, stage, host, run, needs },
});
