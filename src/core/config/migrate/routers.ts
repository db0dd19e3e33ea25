import { type Entry, type MapTree, treeAt } from "../yaml/tree.ts";
import { textOf } from "./entries.ts";
import { type LegacyFile, noteAt, type Outcome, setIfAbsent } from "./outcome.ts";
import { parseRule, type Rule } from "./rule.ts";
import { isRouterRule, proxyPath, type Survey } from "./survey.ts";

interface Router {
  readonly entry: Entry;
  readonly rule: Rule;
}

/** Where rules go, and what they are read with. */
interface Target {
  readonly file: LegacyFile;
  readonly survey: Survey;
  readonly proxy: readonly string[];
}

/** Routers' rules as hosts and path prefixes of the proxy. */
export function migrateRules(
  file: LegacyFile,
  survey: Survey,
  role: string | undefined,
  labels: readonly (readonly [string, Entry])[],
): readonly Outcome[] {
  const rules = labels.filter(([name]) => isRouterRule(name)).map(([, entry]) => entry);
  const routers = rules.flatMap((entry): Router[] => {
    const rule = parseRule(textOf(entry.value));
    return rule === undefined ? [] : [{ entry, rule }];
  });
  const unread = rules.filter((entry) => !routers.some((router) => router.entry === entry));
  const target = { file, survey, proxy: proxyPath(survey, role) };
  return [...migrateHosts(target, routers), ...migratePrefixes(target, routers), ...unread.map(unreadable)];
}

const unreadable = (entry: Entry): Outcome =>
  noteAt(entry, `kamal-proxy goes by hosts and path prefixes only, so this rule is gone: ${textOf(entry.value)}`);

function migrateHosts(target: Target, routers: readonly Router[]): readonly Outcome[] {
  const { file, survey, proxy } = target;
  const hosts = [...new Set(routers.flatMap(({ rule }) => rule.hosts))];
  const [host, ...others] = hosts;
  const [router] = routers;
  if (host === undefined || router === undefined) return [];
  const several = others.length > 0 || survey.manyHosts;
  const written = several ? setIfAbsent(file, [...proxy, "hosts"], hosts) : setIfAbsent(file, [...proxy, "host"], host);
  return [...written, ...(survey.certificates ? secured(target, router.entry, hosts) : [])];
}

/** kamal-proxy's own certificates need one server that all requests for a host reach, and are for single hosts. */
function secured({ file, survey, proxy }: Target, entry: Entry, hosts: readonly string[]): readonly Outcome[] {
  const roles = proxy.length === 1 ? [...survey.proxied] : [proxy[1] ?? ""];
  const servers = roles.reduce((sum, role) => sum + serverCount(file.merged, role), 0);
  const hurdle = hosts.some((host) => host.startsWith("*"))
    ? "kamal-proxy gets no certificates for wildcards itself."
    : servers > 1 && `kamal-proxy gets certificates itself only where one server has all requests, here are ${servers}.`;
  if (hurdle) return [noteAt(entry, `${hurdle} End TLS before it, or give \`ssl\` your own certificate.`)];
  const redirect = survey.redirects
    ? []
    : [noteAt(entry, "With ssl, kamal-proxy sends HTTP to HTTPS. `ssl_redirect: false` keeps both, as Traefik did.")];
  return [...setIfAbsent(file, [...proxy, "ssl"], true), ...redirect];
}

function serverCount(merged: MapTree, role: string): number {
  const servers = treeAt(merged, ["servers"]);
  const own = servers?.kind === "list" ? servers : treeAt(merged, ["servers", role]);
  const hosts = own?.kind === "map" ? own.entries.get("hosts")?.value : own;
  return hosts?.kind === "list" ? hosts.items.length : 0;
}

function migratePrefixes({ file, survey, proxy }: Target, routers: readonly Router[]): readonly Outcome[] {
  const [first, ...others] = routers;
  if (first === undefined) return [];
  const { prefixes } = first.rule;
  const differing = others.find(({ rule }) => rule.prefixes.join() !== prefixes.join());
  if (differing)
    return [
      noteAt(differing.entry, "The routers have different path prefixes, which kamal-proxy cannot tell apart, so none is kept."),
    ];
  const [prefix] = prefixes;
  if (prefix === undefined) return [];
  return [
    ...(prefixes.length > 1
      ? setIfAbsent(file, [...proxy, "path_prefixes"], prefixes)
      : setIfAbsent(file, [...proxy, "path_prefix"], prefix)),
    ...(survey.strips ? [] : setIfAbsent(file, [...proxy, "strip_path_prefix"], false)),
  ];
}
