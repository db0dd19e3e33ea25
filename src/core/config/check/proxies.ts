import { isDeepStrictEqual } from "node:util";
import type { Role } from "../config.ts";
import type { Layout } from "../resolve/layout.ts";
import { rawRoles } from "../resolve/roles.ts";
import type { RawConfig } from "../schema/root.ts";
import type { Finding } from "./findings.ts";
import { path } from "./roles.ts";

/** Rules for what receives requests: they look across roles and hosts. */
export function checkProxies(raw: RawConfig, layout: Layout): readonly Finding[] {
  const { roles } = layout;
  return [
    ...roles.flatMap((role) => mixedHosts(raw, role)),
    ...roles.flatMap((role) => sslOnManyHosts(raw, role)),
    ...sharedSslHosts(raw, roles),
    ...conflictingRuns(raw, layout),
  ];
}

/** Root and role are merged, so `host` in one and `hosts` in the other meet (kamal#1832). */
function mixedHosts(raw: RawConfig, { name, proxy }: Role): readonly Finding[] {
  const own = rawRoles(raw)[name]?.proxy;
  if (proxy === undefined || typeof own !== "object") return [];
  const mixed =
    (own.host !== undefined && raw.proxy?.hosts !== undefined) || (own.hosts !== undefined && raw.proxy?.host !== undefined);
  if (!mixed) return [];
  const message = "Specify one of 'host' or 'hosts', not both: the root's proxy has the other one";
  return [
    { path: ["servers", name, "proxy", own.host === undefined ? "hosts" : "host"], message, hint: "Use `hosts` in both places." },
  ];
}

function sslOnManyHosts(raw: RawConfig, { name, proxy, hosts }: Role): readonly Finding[] {
  if (proxy?.ssl !== true || proxy.certificate !== undefined || hosts.length <= 1) return [];
  const message = `SSL is only supported on a single server unless you provide custom certificates, found ${hosts.length} servers for role ${name}`;
  return [
    {
      path: sslPath(raw, name),
      message,
      hint: "Each server would ask for the same certificate. Give ssl your own certificate, or end TLS at a load balancer.",
    },
  ];
}

function sharedSslHosts(raw: RawConfig, roles: readonly Role[]): readonly Finding[] {
  const uses = roles.flatMap(({ name, proxy }) => (proxy?.ssl === true ? proxy.hosts.map((host) => ({ name, host })) : []));
  const repeated = uses.filter(({ host }, index) => uses.findIndex((use) => use.host === host) !== index);
  return repeated.map(({ name, host }) => ({
    path: sslPath(raw, name),
    message: `Different roles can't share the same host for SSL: ${host}`,
  }));
}

function sslPath(raw: RawConfig, role: string): readonly string[] {
  const own = rawRoles(raw)[role]?.proxy;
  return typeof own === "object" ? [...path(raw, role), "proxy"] : ["proxy", "ssl"];
}

/** One proxy serves all roles and accessories of a host, so they must agree on how it runs. */
function conflictingRuns(raw: RawConfig, { roles, accessories }: Layout): readonly Finding[] {
  const users = [
    ...roles.map((role) => ({ ...role, path: path(raw, role.name) })),
    ...accessories.map((accessory) => ({ ...accessory, path: ["accessories", accessory.name] })),
  ];
  const runs = users.flatMap(({ proxy, hosts, path }) =>
    proxy?.run === undefined ? [] : hosts.map(({ host }) => ({ host, path, run: proxy.run })),
  );
  const first = new Map(runs.toReversed().map((entry) => [entry.host, entry] as const));
  return runs
    .filter(({ host, run }) => !isDeepStrictEqual(run, first.get(host)?.run))
    .map(({ host, path }) => ({ path: [...path, "proxy"], message: `Conflicting proxy run configurations for host ${host}` }));
}
