import type { ProxySettings } from "../../config/proxy.ts";
import { forwarding } from "./forwarding.ts";

/**
 * An app's routes as they lie in its file on the server, a line each: `claim HOST/PREFIX` for whatever no other app may have,
 * and `SERVER-RANK-LENGTH JSON` for Caddy. Caddy takes the first route that matches, so the keys sort as kamal-proxy
 * would choose: exact hosts, then wildcards, then any host; under each the longest prefix first.
 * @param name under which the app's target is known
 */
export function routeLines(name: string, settings: ProxySettings): string {
  const prefixes = settings.pathPrefixes.length > 0 ? settings.pathPrefixes.map(normalized) : ["/"];
  const claims = hostsOrAny(settings).flatMap((host) => prefixes.map((prefix) => `claim ${host.toLowerCase()}${prefix}`));
  const routes = hostGroups(settings).flatMap((group) => prefixes.flatMap((prefix) => linesOf(name, settings, group, prefix)));
  return [...claims, ...routes].join("\n");
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
function linesOf(name: string, settings: ProxySettings, { rank, hosts }: HostGroup, prefix: string): string[] {
  const match = {
    host: hosts.length > 0 ? hosts : undefined,
    path: prefix === "/" ? undefined : [prefix, `${prefix}/*`],
  };
  const key = `${rank}-${String(999 - prefix.length).padStart(3, "0")}`;
  const line = (server: "http" | "https", handler: object): string =>
    `${server}-${key} ${JSON.stringify({ match: [match], handle: [handler], terminal: true })}`;
  const proxied = forwarding(name, prefix, settings);
  if (!settings.ssl) return [line("http", proxied)];
  return [line("https", proxied), line("http", settings.sslRedirect === false ? proxied : redirect)];
}

const redirect = {
  handler: "static_response",
  status_code: 301,
  headers: { Location: ["https://{http.request.host}{http.request.uri}"] },
};

/** As kamal-proxy reads it: `api` and `/api/` are `/api`. */
const normalized = (prefix: string): string => `/${prefix.replace(/^\/+|\/+$/g, "")}`;
