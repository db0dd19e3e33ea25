import type { Config } from "../config/config.ts";
import type { FactsByHost } from "../plan/release.ts";
import { engineOf } from "../proxies/engine.ts";
import { type RouteRow, readRoutes } from "../proxies/route-table.ts";
import { tagOf } from "../proxies/version.ts";
import { table } from "./table.ts";

/** The proxy of one server, for `proxy details`. */
export interface ProxyDetail {
  readonly host: string;
  readonly container: string;
  /** Docker's short id. */
  readonly id: string;
  readonly image: string;
  /** The image's tag. */
  readonly version: string;
  readonly state: string;
  readonly status: string;
  readonly routes: readonly RouteRow[];
}

/** The servers without one are missing. */
export function proxyDetails(config: Config, facts: FactsByHost): ProxyDetail[] {
  const engine = engineOf(config);
  return [...facts.values()].flatMap(({ host, containers, routes = "" }) => {
    const found = containers.find(({ name }) => name === engine.container);
    if (!found) return [];
    const { id, name, image, state, status } = found;
    return [{ host, container: name, id, image, version: tagOf(image), state, status, routes: readRoutes(routes) }];
  });
}

/** @param hosts where there should be a proxy */
export function describeProxies(hosts: readonly string[], details: readonly ProxyDetail[]): string {
  const rows = hosts.map((host) => {
    const { container = "none", image = "", status = "" } = details.find((detail) => detail.host === host) ?? {};
    return [host, container, image, status];
  });
  const routes = details.flatMap(({ host, routes }) =>
    routes.map(({ service, hosts, paths, targets, state, tls }) => [
      ...[host, service, hosts.join(","), paths.join(","), targets.join(",")],
      ...[state, tls ? "yes" : "no"],
    ]),
  );
  const proxies = table(["HOST", "PROXY", "IMAGE", "STATUS"], rows);
  if (routes.length === 0) return proxies;
  return [proxies, "", table(["HOST", "SERVICE", "FOR HOSTS", "PATHS", "TARGET", "STATE", "TLS"], routes)].join("\n");
}
