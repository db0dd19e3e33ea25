import type { MapTree } from "../yaml/tree.ts";
import { entriesAt, scalarAt, textOf } from "./entries.ts";
import type { LegacyFile } from "./outcome.ts";
import { parseRule } from "./rule.ts";

/** What has to be known of all files to migrate one of them. */
export interface Survey {
  /** Roles that receive requests in one of the files. */
  readonly proxied: ReadonlySet<string>;
  /** The role that is the only one to receive requests: what is said of it goes to the root's `proxy`. */
  readonly onlyProxied: string | undefined;
  /** Somewhere several hosts stand together, so all are written as `hosts`: Kamal refuses `host` beside `hosts`. */
  readonly manyHosts: boolean;
  /** Traefik went by hosts. */
  readonly routesHosts: boolean;
  /** Traefik got certificates from Let's Encrypt. */
  readonly certificates: boolean;
  /** Traefik sent HTTP to HTTPS. */
  readonly redirects: boolean;
  /** Traefik took path prefixes off. */
  readonly strips: boolean;
  /** The architecture of this machine. */
  readonly localArch: string;
}

/** Looks through all files. */
export function survey(files: readonly LegacyFile[], localArch: string): Survey {
  const proxied = new Set(files.flatMap(({ merged }) => roles(merged).filter((role) => isProxied(merged, role))));
  const labels = files.flatMap(({ tree }) => labelMaps(tree).flatMap((path) => entriesAt(tree, path)));
  const args = files.flatMap(({ tree }) => entriesAt(tree, ["traefik", "args"]));
  const hosts = files.flatMap(({ tree }) => labelMaps(tree).map((path) => hostsIn(tree, path)));
  const says = (pattern: RegExp): boolean => [...labels, ...args].some(([name]) => pattern.test(name));
  return {
    proxied,
    onlyProxied: proxied.size === 1 ? [...proxied][0] : undefined,
    manyHosts: hosts.some(({ size }) => size > 1),
    routesHosts: hosts.some(({ size }) => size > 0),
    certificates: says(/^certificatesresolvers\.|\.tls\.certresolver$/i),
    redirects: says(/\.redirections\.|\.redirectscheme\./i),
    strips: says(/\.stripprefix(regex)?\./i),
    localArch,
  };
}

/** A plain list of servers is the role web. */
export function roles(tree: MapTree): readonly string[] {
  const servers = entriesAt(tree, ["servers"]);
  return servers.length > 0 ? servers.map(([name]) => name) : ["web"];
}

/** As Kamal 1 decides it, or Kamal 2 where the file says it its way. */
function isProxied(merged: MapTree, role: string): boolean {
  const proxy = entriesAt(merged, ["servers", role]).find(([name]) => name === "traefik" || name === "proxy")?.[1].value;
  if (proxy === undefined) return role === (scalarAt(merged, "primary_role") ?? "web");
  return proxy.kind !== "scalar" || (proxy.value !== false && proxy.value !== null);
}

/** Where a file may have labels: for all containers, and for those of each role. */
export const labelMaps = (tree: MapTree): readonly (readonly string[])[] => [
  ["labels"],
  ...roles(tree).map((role) => ["servers", role, "labels"]),
];

/** Whether a label is of Traefik's, which takes names in any case. */
export const isTraefik = (label: string): boolean => /^traefik\./i.test(label);

/** Whether a label says which requests a router of Traefik's takes. */
export const isRouterRule = (label: string): boolean => /^traefik\.http\.routers\.[^.]+\.rule$/i.test(label);

function hostsIn(tree: MapTree, path: readonly string[]): ReadonlySet<string> {
  const rules = entriesAt(tree, path).filter(([name]) => isRouterRule(name));
  return new Set(rules.flatMap(([, { value }]) => parseRule(textOf(value))?.hosts ?? []));
}

/** Where what is said of a role's requests goes. */
export const proxyPath = ({ onlyProxied }: Survey, role: string | undefined): readonly string[] =>
  role === undefined || role === onlyProxied ? ["proxy"] : ["servers", role, "proxy"];
