import type { Config, Role } from "./config.ts";
import type { Host } from "./names.ts";

/** One role on one of its hosts. */
export interface Placement {
  readonly config: Config;
  readonly role: Role;
  readonly host: Host;
}

/** All of them, within the scope of the run; those of the primary role first. */
export const placements = (config: Config): Placement[] =>
  rolesInScope(config)
    .toSorted((a, b) => Number(b.name === config.primaryRole) - Number(a.name === config.primaryRole))
    .flatMap((role) => role.hosts.flatMap(({ host }) => (inScope(config, host) ? [{ config, role, host }] : [])));

/** Where a person works when it is in one place: the primary role on the primary host. */
export function primaryPlacement(config: Config): Placement | undefined {
  const all = placements(config).filter(({ host }) => host === config.primaryHost);
  return all.find(({ role }) => role.name === config.primaryRole) ?? all[0];
}

/** Where the release command runs: on the first host of its role, within the scope of the run. */
export const releasePlace = (config: Config): Placement | undefined =>
  placements(config).find(({ role }) => role.name === config.landfall.release?.role);

/** The roles on which this run acts: all of them unless some were picked. */
export const rolesInScope = ({ roles, scope }: Config): readonly Role[] =>
  roles.filter(({ name }) => scope?.roles.includes(name) ?? true);

/** Whether this run may touch the host. */
export const inScope = ({ scope }: Config, host: Host): boolean => scope?.hosts.includes(host) ?? true;

/** Every host that runs the app: those of the primary role first, both halves in the order in which the roles' names sort. */
export function appHosts(config: Config): Host[] {
  const all = placements(config).toSorted((a, b) => (a.role.name < b.role.name ? -1 : Number(a.role.name > b.role.name)));
  const primary = new Set(all.flatMap(({ role, host }) => (role.name === config.primaryRole ? [host] : [])));
  const hosts = [...new Set(all.map(({ host }) => host))];
  return hosts.toSorted((a, b) => Number(primary.has(b)) - Number(primary.has(a)));
}

/** Where traffic arrives, for a role of the app or for an accessory. */
export const proxyHosts = (config: Config): Host[] => {
  const proxied = [...config.roles, ...config.accessories].filter(({ proxy }) => proxy);
  const hosts = proxied.flatMap((each) => each.hosts.map(({ host }) => host));
  return [...new Set(hosts)].filter((host) => inScope(config, host));
};

/** Every host of the file, its accessories' last. */
export const allHosts = ({ roles, accessories }: Pick<Config, "roles" | "accessories">): Host[] => [
  ...new Set([...roles, ...accessories].flatMap(({ hosts }) => hosts.map(({ host }) => host))),
];

/** Every host that this run acts on. */
export const hostsInScope = (config: Config): Host[] => allHosts(config).filter((host) => inScope(config, host));

/** The hosts that boot together, in the order of their turns. */
export function bootGroups(config: Config): Host[][] {
  const hosts = appHosts(config);
  const size = groupSize(config, hosts);
  return Array.from({ length: Math.ceil(hosts.length / size) }, (_, index) => hosts.slice(index * size, (index + 1) * size));
}

/** A percentage is of every host of the file, whatever the scope; of a shard's own hosts where there are shards. */
function groupSize(config: Config, hosts: readonly Host[]): number {
  const { limit } = config.boot;
  if (!limit) return Math.max(hosts.length, 1);
  if ("hosts" in limit) return Math.max(limit.hosts, 1);
  const counted = config.scope?.shard ? hostsInScope(config) : allHosts(config);
  return Math.max(Math.floor((counted.length * limit.percent) / 100), 1);
}
