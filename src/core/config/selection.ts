import type { Config, Role } from "./config.ts";
import { fitsGlob } from "./glob.ts";
import type { Host } from "./names.ts";
import { allHosts } from "./placement.ts";

/** On which part of the servers a command was asked to act; patterns may hold `*`, `?` and `[...]`. */
export interface Selection {
  readonly hosts?: readonly string[] | undefined;
  readonly roles?: readonly string[] | undefined;
  /** Only the primary host. */
  readonly primary: boolean;
}

/** The same app, acting only where it was asked to; what is wrong with the selection otherwise, in a sentence. */
export function select(config: Config, selection: Selection): Config | string {
  const { primary } = selection;
  if (!selection.hosts && !selection.roles && !primary) return config;
  const roles = selection.roles && matching(selection.roles, config.roles, ({ name }) => name);
  if (roles?.length === 0)
    return noMatch(
      "roles",
      selection.roles,
      config.roles.map(({ name }) => name),
    );
  const given = selection.hosts && matching(selection.hosts, allHosts(config), (host) => host);
  if (given?.length === 0) return noMatch("hosts", selection.hosts, allHosts(config));
  const hosts = primary ? [roles?.[0]?.hosts[0]?.host ?? config.primaryHost] : given;
  const scope = scopeOf(config, roles, hosts);
  if (scope.hosts.length === 0) return "None of the hosts that --hosts names runs a role that --roles names";
  return { ...config, ...primaryOf(config, roles, hosts, scope), scope };
}

/** What of a selection counts for nothing, in sentences: Kamal passes over it as well, and whoever wrote it should know. */
export function unheededSelection(config: Config, { hosts = [], roles = [], primary }: Selection): string[] {
  const beside = primary && hosts.length > 0 ? ["--primary stands over --hosts: this acts on the primary host alone"] : [];
  const roleNames = config.roles.map(({ name }) => name);
  return [...beside, ...(primary ? [] : strays("hosts", hosts, allHosts(config))), ...strays("roles", roles, roleNames)];
}

function strays(option: string, patterns: readonly string[], there: readonly string[]): string[] {
  const unknown = patterns.filter((pattern) => pattern !== "" && !hasWildcard(pattern) && !there.includes(pattern));
  if (unknown.length === 0) return [];
  return [`--${option} names what deploy.yml does not have, which is left out: ${unknown.join(", ")}`];
}

const hasWildcard = (pattern: string): boolean => /[*?[{\\]/.test(pattern);

type Scope = NonNullable<Config["scope"]>;

function scopeOf(config: Config, roles: readonly Role[] | undefined, hosts: readonly Host[] | undefined): Scope {
  const within = hosts ?? allHosts(config);
  const runsWithin = (role: Role): boolean => role.hosts.some(({ host }) => within.includes(host));
  const ofRoles = roles && allHosts({ roles, accessories: [] });
  return {
    hosts: within.filter((host) => ofRoles?.includes(host) ?? true),
    roles: (roles ?? config.roles).filter(runsWithin).map(({ name }) => name),
    asked: roles?.map(({ name }) => name),
  };
}

/** As in Kamal, the lock is kept on the first of the chosen hosts. */
function primaryOf(
  config: Config,
  roles: readonly Role[] | undefined,
  hosts: readonly Host[] | undefined,
  scope: Scope,
): Pick<Config, "primaryHost" | "primaryRole"> {
  const isPrimary = ({ name }: Role): boolean => name === config.primaryRole;
  const chosen = roles?.find(isPrimary) ?? roles?.[0];
  const primaryHost = hosts?.[0] ?? chosen?.hosts[0]?.host ?? config.primaryHost;
  const there = config.roles.filter(
    (role) => scope.roles.includes(role.name) && role.hosts.some(({ host }) => host === primaryHost),
  );
  return { primaryHost, primaryRole: (there.find(isPrimary) ?? there[0])?.name ?? config.primaryRole };
}

/** In the order of the patterns. */
const matching = <Item>(patterns: readonly string[], items: readonly Item[], nameOf: (item: Item) => string): Item[] => [
  ...new Set(patterns.flatMap((pattern) => items.filter((item) => fitsGlob(pattern, nameOf(item))))),
];

const noMatch = (option: string, patterns: readonly string[] = [], there: readonly string[]): string =>
  `No --${option} match for ${patterns.join(",")}. There are: ${there.join(", ")}`;
