import type { Role, RoleHost } from "../config.ts";
import type { ProxySettings } from "../proxy.ts";
import type { RawConfig } from "../schema/root.ts";
import type { RawRole } from "../schema/servers.ts";
import { presence, splitRestart } from "./container.ts";
import { resolveEnv } from "./env.ts";
import { resolveLogging } from "./logging.ts";
import { mergeProxies, resolveProxy } from "./proxy.ts";

/** All roles: the primary one first, then by name. */
export function resolveRoles(raw: RawConfig): readonly Role[] {
  const primary = primaryRoleName(raw);
  const roles = Object.entries(rawRoles(raw)).map(([name, role]) => resolveRole(name, role, raw));
  return roles.sort((a, b) => Number(b.name === primary) - Number(a.name === primary) || (a.name < b.name ? -1 : 1));
}

/** Kamal's default is `web`, whether or not there is such a role. */
export const primaryRoleName = (raw: RawConfig): string => raw.primary_role ?? "web";

/** Every role in its long form; a plain list of servers is the role web. */
export function rawRoles({ servers }: RawConfig): Readonly<Record<string, RawRole>> {
  if (servers === undefined) return {};
  if (isHostList(servers)) return { web: { hosts: [...servers] } };
  return Object.fromEntries(
    Object.entries(servers).map(([name, role]) => [name, isHostList(role) ? { hosts: [...role] } : role]),
  );
}

const isHostList = (value: object): value is readonly RoleHost[] => Array.isArray(value);

function resolveRole(name: string, role: RawRole, raw: RawConfig): Role {
  return {
    name,
    hosts: distinctHosts(role.hosts ?? []),
    cmd: presence(role.cmd),
    stopTimeout: role.stop_timeout ?? raw.stop_timeout,
    ...splitRestart(role.options),
    logging: resolveLogging(raw.logging, role.logging),
    labels: { ...raw.labels, ...role.labels },
    env: resolveEnv(raw.env, role.env),
    proxy: roleProxy(name, role, raw),
    assetPath: presence(role.asset_path ?? raw.asset_path),
  };
}

/** The primary role is behind the proxy unless it says no; the others only when they say so. */
function roleProxy(name: string, { proxy }: RawRole, raw: RawConfig): ProxySettings | undefined {
  const proxied = name === primaryRoleName(raw) ? proxy !== false : proxy !== undefined && proxy !== false;
  if (!proxied) return undefined;
  return resolveProxy(mergeProxies(raw.proxy ?? {}, typeof proxy === "object" ? proxy : {}));
}

/** A host that stands twice keeps its first place and its last tags. */
export function distinctHosts(hosts: readonly RoleHost[]): readonly RoleHost[] {
  return [...new Map(hosts.map((entry) => [entry.host, entry] as const)).values()];
}
