import { abbreviated } from "../config/names.ts";
import { appHosts } from "../config/placement.ts";
import { deciding } from "./decision.ts";
import { hostsOfRun } from "./fleet.ts";
import { hookSteps } from "./hook.ts";
import { type OpeningOptions, opening } from "./opening.ts";
import type { Gate, Plan, Step } from "./plan.ts";
import { checkPatience, probing, verifying } from "./probe.ts";
import type { FactsByHost, Release } from "./release.ts";
import { retiring } from "./retirement.ts";
import { planRollout } from "./rollout.ts";
import { idsOf } from "./step.ts";
import { planUndo } from "./undo.ts";

export interface DeployOptions extends OpeningOptions {
  readonly prune: boolean;
  /** What has to answer with success once the new version is live everywhere. */
  readonly checkUrl?: string | undefined;
  /** Look at the end at what it came to, for `confirmed` to judge, unless told not to. */
  readonly confirm?: boolean;
}

/**
 * With the lock held: boot the new version everywhere; when all of it is healthy, retire the old; if any of it is not, go back
 * to the old everywhere, unless deploy.yml says otherwise. The lock is given back after it, see planClose. Of a run that several
 * jobs share out, this is one shard's part.
 */
export function planDeploy(release: Release, facts: FactsByHost, options: DeployOptions): Plan {
  const { config, version } = release;
  const { prune, confirm = true } = options;
  const { steps: before, last } = opening(release, facts, options);
  const rollout = planRollout(release, facts, idsOf(last));
  const checks = checking(release, rollout.live, options);
  const decision = deciding(release, rollout, checks);
  const undo = planUndo(rollout.replacements, decision.stays, decision.givenUp);
  const retired = appHosts(config).flatMap((host) => {
    const replacements = rollout.replacements.filter((each) => each.host === host);
    return retiring(release, facts, { host, replacements, stays: decision.stays(host), prune, confirm });
  });
  const steps = [...before, ...rollout.steps, ...checks, ...decision.steps, ...undo, ...retired];
  return { title: `Deploy ${config.service} ${abbreviated(version)}`, steps };
}

/** Before anything old is retired. */
const checking = ({ config }: Release, live: Gate, { checkUrl, isNew }: DeployOptions): Step[] => [
  ...(checkUrl === undefined ? [] : [probing(checkUrl, checkPatience, live)]),
  ...(isNew ? verifying(config, live) : []),
];

/** What follows once the lock is given back and all is well. @param runtime how long the deploy took, in seconds */
export const planAfterDeploy = (release: Release, runtime: number): Plan => ({
  title: "After the deploy",
  steps: hookSteps(release, "post-deploy", { hosts: hostsOfRun(release), locked: false, runtime }),
});
