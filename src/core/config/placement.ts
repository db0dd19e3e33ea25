import type { Config, Role } from "./config.ts";
import type { Host } from "./names.ts";

/** One role on one of its hosts. */
export interface Placement {
  readonly config: Config;
  readonly role: Role;
  readonly host: Host;
}

export const placements = (config: Config): Placement[] =>
  config.roles.flatMap((role) => role.hosts.map(({ host }) => ({ config, role, host })));

/** Every host that runs the app, those of the primary role first. */
export const appHosts = (config: Config): Host[] => [...new Set(placements(config).map(({ host }) => host))];

/** Where traffic arrives. */
export const proxyHosts = (config: Config): Host[] => [
  ...new Set(placements(config).flatMap(({ role, host }) => (role.proxy ? [host] : []))),
];

/** The hosts that boot together, in the order of their turns. */
export function bootGroups(config: Config): Host[][] {
  const hosts = appHosts(config);
  const size = groupSize(config, hosts);
  return Array.from({ length: Math.ceil(hosts.length / size) }, (_, index) => hosts.slice(index * size, (index + 1) * size));
}

function groupSize({ boot: { limit }, accessories }: Config, hosts: readonly Host[]): number {
  if (!limit) return Math.max(hosts.length, 1);
  if ("hosts" in limit) return Math.max(limit.hosts, 1);
  const all = new Set([...hosts, ...accessories.flatMap((accessory) => accessory.hosts.map(({ host }) => host))]);
  return Math.max(Math.floor((all.size * limit.percent) / 100), 1);
}
