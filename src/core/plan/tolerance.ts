import type { Config } from "../config/config.ts";
import type { HostCount } from "../config/landfall.ts";
import { appHosts } from "../config/placement.ts";
import { groupedBy } from "../report/groups.ts";
import type { Gate } from "./plan.ts";
import type { Replacement } from "./replacement.ts";

/** How many hosts may fail. */
export interface Tolerance {
  /** For those of later groups, and other roles, to boot. */
  readonly toGoOn: number;
  /** For the new version to stay where it is live. */
  readonly toStay: number;
}

/** As deploy.yml wants it; undefined where not one may fail. */
export function toleranceOf(config: Config): Tolerance | undefined {
  const { onFailure, maxFailures } = config.landfall;
  const { lost = 0 } = config.scope ?? {};
  const hosts = appHosts(config).length;
  const spare = Math.max(spareOf(maxFailures, config, hosts + lost) - lost, 0);
  switch (onFailure) {
    case "rollback":
      return spare === 0 ? undefined : { toGoOn: spare, toStay: spare };
    case "stop":
      return { toGoOn: spare, toStay: hosts };
    case "continue":
      return { toGoOn: hosts, toStay: hosts };
  }
}

/** Shards cannot count together, so each has its share of a number: all of them never add up to more. */
function spareOf(maxFailures: HostCount, { scope }: Config, hosts: number): number {
  if ("percent" in maxFailures) return Math.floor((hosts * maxFailures.percent) / 100);
  const { index, count } = scope?.shard ?? { index: 1, count: 1 };
  return Math.floor(maxFailures.hosts / count) + Number(index <= maxFailures.hosts % count);
}

/** Waits for the new version to be healthy. @param failures on how many hosts it need not be; undefined: it has to be on all */
export function untilHealthy(replacements: readonly Replacement[], failures?: number): Gate {
  if (failures === undefined) return { needs: replacements.map(({ healthy }) => healthy) };
  const byHost = groupedBy(replacements, ({ host }) => host);
  return { needs: [], quorum: { of: [...byHost.values()].map((there) => there.map(({ healthy }) => healthy)), failures } };
}
