import type { Config } from "../config/config.ts";
import type { Host } from "../config/names.ts";
import { appHosts, hostsInScope, releasePlace, rolesInScope } from "../config/placement.ts";
import type { FactsByHost } from "../host/facts.ts";
import { hasFailed } from "../report/report.ts";
import { isFailure, isRemote, type Outcome } from "./plan.ts";
import { obstacleOn } from "./prepare.ts";
import { toleranceOf } from "./tolerance.ts";

/**
 * The same app on the hosts that are left when some failed before anything booted, as far as so many may fail: they count like those
 * that fail later. Undefined where it does not go on: what failed is no host's alone, or was cancelled, or nothing can be done
 * without that host.
 * @param isNew whether the release command is to run
 */
export function remaining(
  config: Config,
  outcomes: readonly Outcome[],
  { isNew }: { readonly isNew: boolean },
): Config | undefined {
  if (!hasFailed(outcomes)) return config;
  const lost = lostHosts(outcomes);
  const isElsewhere = ({ step }: Outcome): boolean => !isRemote(step) || !lost.includes(step.host);
  const { toGoOn = 0 } = toleranceOf(config) ?? {};
  if (hasFailed(outcomes.filter(isElsewhere)) || lost.length > toGoOn || lost.includes(config.primaryHost)) return undefined;
  const left = without(config, lost);
  const isReleasable = !isNew || !releasePlace(config) || releasePlace(left) !== undefined;
  return isReleasable && appHosts(left).length > 0 ? left : undefined;
}

/** The hosts on which something failed by itself. */
export const lostHosts = (outcomes: readonly Outcome[]): Host[] => [
  ...new Set(outcomes.flatMap((outcome) => (isRemote(outcome.step) && isFailure(outcome) ? [outcome.step.host] : []))),
];

function without(config: Config, lost: readonly Host[]): Config {
  const hosts = hostsInScope(config).filter((host) => !lost.includes(host));
  const roles = rolesInScope(config).map(({ name }) => name);
  return { ...config, scope: { ...config.scope, hosts, roles, lost: (config.scope?.lost ?? 0) + lost.length } };
}

/**
 * The outcomes of looks: where hosts may fail, or have, one to which nothing can be deployed as it is has failed as well, and says
 * why. What else failed there follows from that, and is left out.
 */
export function weighed(config: Config, outcomes: readonly Outcome[], facts: FactsByHost): readonly Outcome[] {
  if (!toleranceOf(config) && !hasFailed(outcomes)) return outcomes;
  return outcomes.flatMap((outcome) => {
    const known = isRemote(outcome.step) ? facts.get(outcome.step.host) : undefined;
    const obstacle = known && obstacleOn(config, known);
    if (obstacle === undefined) return outcome;
    if (outcome.step.stage !== "look") return isFailure(outcome) ? [] : outcome;
    return { ...outcome, status: "failed", output: obstacle };
  });
}
