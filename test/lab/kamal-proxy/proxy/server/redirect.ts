import type { ServiceOptions } from "../service-options.ts";
import { withoutPort } from "./host.ts";
import type { Visit } from "./visit.ts";

/** Where a request belongs instead, if TLS or the canonical host asks for another address. */
export const redirectOf = (visit: Visit, options: ServiceOptions): string | undefined => {
  const scheme = visit.encrypted ? "https" : "http";
  const host = withoutPort(visit.host);
  const wantedScheme = options.tls && options.tlsRedirect ? "https" : scheme;
  const wantedHost = options.canonicalHost === "" ? host : options.canonicalHost;
  if (wantedScheme === scheme && wantedHost === host) return undefined;
  return `${wantedScheme}://${wantedHost}${visit.encodedPath}${visit.query}`;
};

/** Sends a client elsewhere for good and closes its connection. */
export const redirect = (visit: Visit, url: string): void => {
  const { response, trail, method } = visit;
  const body =
    method === "GET" ? `<a href="${url.replaceAll("&", "&amp;").replaceAll('"', "&#34;")}">Moved Permanently</a>.\n\n` : "";
  trail.status = 301;
  trail.bytesSent = Buffer.byteLength(body);
  const type = method === "GET" || method === "HEAD" ? { "Content-Type": "text/html; charset=utf-8" } : {};
  response.writeHead(301, { Connection: "close", Location: url, ...type });
  response.end(body);
};
