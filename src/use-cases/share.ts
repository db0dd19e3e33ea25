import type { Config } from "../core/config/config.ts";
import { hostsInScope, releasePlace } from "../core/config/placement.ts";
import { cut, type Shard } from "../core/config/shards.ts";
import { type Fleet, isFleetName } from "../core/host/fleet.ts";
import { isVague, type Wish } from "../core/plan/rollback.ts";
import { Refusal, refuseFor } from "../core/report/refusal.ts";
import type { ReleaseOptions, Request } from "./request.ts";
import type { Verb } from "./verbs.ts";

/** How long a shard may take to come where nothing is said of waiting, in seconds. */
const usualPatience = 900;

/** The part of the servers that this job takes on, and what it has in common with the jobs of the others. */
export interface Share {
  readonly config: Config;
  readonly fleet: Fleet;
}

/**
 * @param config all that the run acts on
 * @throws Refusal when there is no such part, it cannot be done by itself, or nothing tells which jobs belong together
 */
export function shareOf(shard: Shard, config: Config, request: Request, verb: Verb, options: ReleaseOptions): Share {
  const part = cut(config, shard);
  if (typeof part === "string") throw new Refusal([part]);
  refuseFor([...obstacles(config, request, verb), ...releaseObstacles(config, shard, verb)]);
  const name = fleetName(request, verb, options);
  const patience = options.lockWait?.timeout ?? usualPatience;
  return { config: part, fleet: { name, shard, hosts: hostsInScope(config), patience } };
}

/** The lock that a shard takes is held by all, so that it says nothing of the step: it may be over long before the others are. */
export const beyondStep = (request: Request): Request => ({ ...request, run: { ...request.run, step: undefined } });

function obstacles({ registry }: Config, { version }: Request, { name }: Verb): string[] {
  const wish: Wish = version ?? "previous";
  const vague = `With shards, a rollback takes the version in full, not "${wish}": what that is would change while the shards ask. "landfall app versions" lists them`;
  return [...(name === "rollback" && isVague(wish) ? [vague] : []), ...(registry.local ? [outOfReach] : [])];
}

/** The first shard runs the release command, before all others boot. */
function releaseObstacles(config: Config, { count }: Shard, { builds }: Verb): string[] {
  const { release } = config.landfall;
  const first = cut(config, { index: 1, count });
  if (!builds || !release || typeof first === "string" || releasePlace(first) || !releasePlace(config)) return [];
  return [
    `x-landfall/release/role: the first of ${count} shards, which runs ${release.command} for all, has no server of the role ${release.role}. Name a role with more servers, or take fewer shards`,
  ];
}

const outOfReach =
  "registry/server: a registry on localhost is only on the machine that builds, so servers cannot pull from it through the jobs of other shards. Use a registry that all of them reach";

/** Not the same for any two runs, nor for two commands of a run. */
function fleetName({ env, run }: Request, verb: Verb, { fleet }: ReleaseOptions): string {
  if (fleet === undefined && run.id === undefined) throw new Refusal([unnamed]);
  const name = fleet ?? [run.id, run.attempt, env.GITHUB_JOB, verb.name].join(".");
  if (isFleetName(name)) return name;
  throw new Refusal([
    `"${name}" is no name for a fleet: letters, digits, dots, dashes and underscores only, at most 200 of them`,
  ]);
}

const unnamed =
  "Shards know each other by the run of GitHub Actions that they belong to. Elsewhere, give all of them the same --fleet NAME, a new one for each run";
