import type { Accessory, Mount } from "../accessory.ts";
import type { Role, RoleHost } from "../config.ts";
import type { RawAccessory, RawMount } from "../schema/accessories.ts";
import type { RawConfig } from "../schema/root.ts";
import { presence, splitRestart } from "./container.ts";
import { resolveEnv } from "./env.ts";
import { resolveLogging } from "./logging.ts";
import { resolveProxy } from "./proxy.ts";
import { resolveRegistry } from "./registry.ts";
import { distinctHosts } from "./roles.ts";

/** An accessory may be placed by a role, or by a tag of a role's hosts: so roles come first. */
export function resolveAccessories(raw: RawConfig, roles: readonly Role[]): readonly Accessory[] {
  return Object.entries(raw.accessories ?? {}).map(([name, accessory]) => resolveAccessory(name, accessory, raw, roles));
}

function resolveAccessory(name: string, accessory: RawAccessory, raw: RawConfig, roles: readonly Role[]): Accessory {
  const registry = accessory.registry && resolveRegistry(accessory.registry);
  return {
    name,
    service: accessory.service ?? `${raw.service}-${name}`,
    image: [registry?.server, accessory.image].filter((part) => part !== undefined).join("/"),
    registry,
    hosts: accessoryHosts(accessory, roles),
    cmd: presence(accessory.cmd),
    port: publishedPort(accessory.port),
    network: accessory.network ?? "kamal",
    ...splitRestart(accessory.options),
    labels: accessory.labels ?? {},
    env: resolveEnv(accessory.env),
    logging: resolveLogging(raw.logging),
    volumes: accessory.volumes ?? [],
    files: (accessory.files ?? []).map((file) => resolveMount(file, "755")),
    directories: (accessory.directories ?? []).map((directory) => resolveMount(directory, undefined)),
    proxy:
      typeof accessory.proxy === "object" && Object.keys(accessory.proxy).length > 0 ? resolveProxy(accessory.proxy) : undefined,
  };
}

function accessoryHosts(
  { host, hosts, role, roles: names, tag, tags }: RawAccessory,
  roles: readonly Role[],
): readonly RoleHost[] {
  if (host !== undefined) return [{ host, tags: [] }];
  if (hosts !== undefined) return distinctHosts(hosts);
  const wantedRoles = names ?? [role].filter((name) => name !== undefined);
  const wantedTags = tags ?? [tag].filter((name) => name !== undefined);
  const ofRoles = roles.filter(({ name }) => wantedRoles.includes(name)).flatMap((found) => found.hosts);
  const ofTags = roles.flatMap((found) => found.hosts).filter((found) => found.tags.some((name) => wantedTags.includes(name)));
  return distinctHosts([...ofRoles, ...ofTags]);
}

/** `3306` is published as `3306:3306`. */
function publishedPort(port: string | undefined): string | undefined {
  return port === undefined || port.includes(":") ? port : `${port}:${port}`;
}

function resolveMount(raw: RawMount, defaultMode: string | undefined): Mount {
  if (typeof raw !== "string")
    return { local: raw.local, remote: raw.remote, mode: raw.mode ?? defaultMode, owner: raw.owner, options: raw.options };
  const [, local = raw, remote = "", options] = /^([^:]*):([^:]*)(?::(.*))?$/s.exec(raw) ?? [];
  return { local, remote, mode: defaultMode, owner: undefined, options };
}
