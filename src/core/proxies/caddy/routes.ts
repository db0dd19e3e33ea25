import type { ProxySettings } from "../../config/proxy.ts";
import { serviceAndDestination } from "../../host/names.ts";
import type { Route } from "../engine.ts";
import { acmeLines } from "./acme.ts";
import { appsConfigMount } from "./configuration.ts";
import { forwarding } from "./forwarding.ts";
import { passwordLines } from "./password.ts";

/**
 * An app's routes as they lie in its file on the server, a line each: `claim HOST/PREFIX` for whatever no other app may have,
 * `certificate DIRECTORY HOSTS` where it brings its own, `acme HOST ISSUER` and `root PEM` where deploy.yml says who signs one, `password
 * FILE` where it asks for one, and `SERVER-RANK-LENGTH JSON` for Caddy. Caddy takes the first route that matches, so the keys sort as
 * kamal-proxy would choose: exact hosts, then wildcards, then any host; under each the longest prefix first.
 */
export function routeLines(route: Route): string {
  const { proxy } = route;
  const prefixes = proxy.pathPrefixes.length > 0 ? proxy.pathPrefixes.map(normalized) : ["/"];
  const claims = hostsOrAny(proxy).flatMap((host) => prefixes.map((prefix) => `claim ${host.toLowerCase()}${prefix}`));
  const routes = hostGroups(proxy).flatMap((group) => prefixes.flatMap((prefix) => linesOf(route, group, prefix)));
  return [...claims, ...certificateLines(route), ...acmeLines(route), ...passwordLines(route), ...routes].join("\n");
}

/** Where the error pages of this version are in the container. */
export const pagesDirectory = ({ config, version }: Route): string | undefined =>
  config.errorPagesPath === undefined ? undefined : `${appsConfigMount}/${serviceAndDestination(config)}/error_pages/${version}`;

function certificateLines({ config, role, proxy }: Route): string[] {
  if (!proxy.ssl || !proxy.certificate) return [];
  const directory = [appsConfigMount, serviceAndDestination(config), "tls", role].filter((part) => part !== undefined).join("/");
  return [`certificate ${directory} ${JSON.stringify(proxy.hosts)}`];
}

interface HostGroup {
  readonly rank: 1 | 2 | 3;
  readonly hosts: readonly string[];
}

const isWildcard = (host: string): boolean => host.startsWith("*");
const hostsOrAny = ({ hosts }: ProxySettings): readonly string[] => (hosts.length > 0 ? hosts : ["*"]);

function hostGroups({ hosts }: ProxySettings): readonly HostGroup[] {
  if (hosts.length === 0) return [{ rank: 3, hosts }];
  const groups: HostGroup[] = [
    { rank: 1, hosts: hosts.filter((host) => !isWildcard(host)) },
    { rank: 2, hosts: hosts.filter(isWildcard) },
  ];
  return groups.filter((group) => group.hosts.length > 0);
}

/** Hosts with TLS stand in the server "https", all others only in "http": Caddy gets certificates for every host of the first. */
function linesOf(route: Route, { rank, hosts }: HostGroup, prefix: string): string[] {
  const { ssl, sslRedirect } = route.proxy;
  const match = {
    host: hosts.length > 0 ? hosts : undefined,
    path: prefix === "/" ? undefined : [prefix, `${prefix}/*`],
  };
  const key = `${rank}-${String(999 - prefix.length).padStart(3, "0")}`;
  const line = (server: "http" | "https", handler: object): string =>
    `${server}-${key} ${JSON.stringify({ match: [match], handle: [handler], terminal: true })}`;
  const proxied = forwarding(route, prefix);
  if (!ssl) return [line("http", proxied)];
  return [line("https", proxied), line("http", sslRedirect === false ? proxied : redirect)];
}

const redirect = {
  handler: "static_response",
  status_code: 301,
  headers: { Location: ["https://{http.request.host}{http.request.uri}"] },
};

/** As kamal-proxy reads it: `api` and `/api/` are `/api`. */
const normalized = (prefix: string): string => `/${prefix.replace(/^\/+|\/+$/g, "")}`;
