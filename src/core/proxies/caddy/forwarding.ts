import type { Route } from "../engine.ts";
import { authentication } from "./password.ts";
import { pagesFile, stoppedDirectory, targetFile } from "./state.ts";

/** The path that is asked for the app's health where deploy.yml names none, as with kamal-proxy. */
const defaultHealthPath = "/up";

/** With the slash that kamal-proxy puts before it. */
export const healthPath = ({ proxy }: Pick<Route, "proxy">): string =>
  `/${(proxy.healthcheck.path ?? defaultHealthPath).replace(/^\/+/, "")}`;

/** What happens to a request for the app. Its target is a file that is read at every request, so that a deploy reloads nothing. */
export function forwarding(route: Route, prefix: string): object {
  const { name, proxy, config } = route;
  const target = `{file.${targetFile(name)}}`;
  const { maxRequestBody } = proxy.buffering;
  const limit = maxRequestBody === undefined ? [] : [{ handler: "request_body", max_size: maxRequestBody }];
  const strip = prefix === "/" || proxy.stripPathPrefix === false ? [] : [{ handler: "rewrite", strip_path_prefix: prefix }];
  return {
    handler: "subroute",
    routes: [
      ...authentication(route),
      ...outOfService(route),
      ...[...limit, ...strip].map((handler) => ({ handle: [handler] })),
      { match: [upgrade], handle: [trailingDot(target), reverseProxy(upgradedTarget, route)], terminal: true },
      { handle: [reverseProxy(target, route)] },
    ],
    errors: config.errorPagesPath === undefined ? undefined : errorPages(name),
  };
}

/** As kamal-proxy answers for an app that is stopped: a load balancer before it is told that all is well. */
function outOfService(route: Route): object[] {
  const stopped = { file: { root: stoppedDirectory, try_files: [route.name] } };
  const page = {
    handler: "static_response",
    status_code: 503,
    headers: { "Content-Type": ["text/html; charset=utf-8"] },
    body: `{file.${stoppedDirectory}/${route.name}}`,
  };
  const well = { handler: "static_response", status_code: 200 };
  return [
    { match: [{ ...stopped, method: ["GET", "HEAD"], path: [healthPath(route)] }], handle: [well], terminal: true },
    { match: [stopped], handle: [page], terminal: true },
  ];
}

/** Shown for what goes wrong between Caddy and the app, not for what the app itself answers. */
function errorPages(name: string): object {
  const root = `{file.${pagesFile(name)}}`;
  const page = { handler: "file_server", root, status_code: "{http.error.status_code}" };
  const find = { file: { root, try_files: ["/{http.error.status_code}.html"] } };
  return {
    routes: [{ match: [find], handle: [{ handler: "rewrite", uri: "{http.matchers.file.relative}" }, page] }],
  };
}

const upgrade = { header: { Upgrade: ["*"], Connection: ["*Upgrade*"] } };
const upgradedTarget = "{landfall.upgraded}";

/**
 * The same container by another name (`ID.:PORT`; Docker's DNS takes both), so that Caddy counts websockets apart: draining waits for
 * requests, but not for connections that may last for days. Neither does kamal-proxy's.
 */
const trailingDot = (target: string): object => ({
  handler: "map",
  source: target,
  destinations: [upgradedTarget],
  mappings: [{ input_regexp: "^(.*):([0-9]+)$", outputs: ["${1}.:${2}"] }],
});

/**
 * Nothing is buffered: Config does not tell whether buffering was asked for or is kamal-proxy's default, and Caddy's holds back
 * server-sent events. Retries are left out as well: they would repeat requests that an app may have acted on.
 */
function reverseProxy(dial: string, { proxy: { responseTimeout = 30, forwardHeaders, ssl } }: Route): object {
  return {
    handler: "reverse_proxy",
    upstreams: [{ dial }],
    transport: {
      protocol: "http",
      compression: false,
      response_header_timeout: `${responseTimeout}s`,
      keep_alive: { max_idle_conns_per_host: 100 },
    },
    trusted_proxies: (forwardHeaders ?? !ssl) ? ["0.0.0.0/0", "::/0"] : undefined,
    // Websockets outlive a reload for another app's sake.
    stream_close_delay: "24h",
  };
}
