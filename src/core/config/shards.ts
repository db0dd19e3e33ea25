import type { Config } from "./config.ts";
import type { Host } from "./names.ts";
import { appHosts, hostsInScope, inScope } from "./placement.ts";

/** A part of the servers that one of several jobs takes on. */
export interface Shard {
  /** From 1; the first has the primary host. */
  readonly index: number;
  readonly count: number;
}

export const shardName = ({ index, count }: Shard): string => `${index}/${count}`;

/** As in "2/4"; undefined where it is no such thing. */
export function readShard(text: string): Shard | undefined {
  const [index, count] = (/^([1-9]\d{0,2})\/([1-9]\d{0,2})$/.exec(text) ?? []).slice(1).map(Number);
  return index !== undefined && count !== undefined && index <= count ? { index, count } : undefined;
}

/** As many as asked for, but none without a host. */
export function shardsOf(config: Config, most: number): Shard[] {
  const count = Math.max(Math.min(most, appHosts(config).length), 1);
  return Array.from({ length: count }, (_, index) => ({ index: index + 1, count }));
}

/** The same app, acting only on this shard's hosts; why that cannot be done otherwise, in a sentence. */
export function cut(config: Config, shard: Shard): Config | string {
  const { length } = appHosts(config);
  if (shard.count > length)
    return `There ${length === 1 ? "is 1 host" : `are ${length} hosts`}, too few for ${shard.count} shards. "landfall plan --shards ${shard.count}" gives as many shards as there can be`;
  const hosts = hostsOf(config, shard);
  const roles = config.roles.filter((role) => role.hosts.some(({ host }) => hosts.includes(host))).map(({ name }) => name);
  const wanted = config.scope?.roles ?? roles;
  return { ...config, scope: { ...config.scope, hosts, roles: roles.filter((role) => wanted.includes(role)), shard } };
}

/** Dealt out like cards, so that each shard has its share of every role. What boots no app is with the first, before all others. */
function hostsOf(config: Config, { index, count }: Shard): Host[] {
  const ofApp = [...new Set([...[config.primaryHost].filter((host) => inScope(config, host)), ...appHosts(config)])];
  const others = hostsInScope(config).filter((host) => !ofApp.includes(host));
  const dealt = ofApp.filter((_, position) => position % count === index - 1);
  return index === 1 ? [...dealt, ...others] : dealt;
}
