import type { ProxySettings } from "../../config/proxy.ts";
import { targetFile } from "./configuration.ts";

/** What happens to a request for the app. Its target is a file that is read at every request, so that a deploy reloads nothing. */
export function forwarding(name: string, prefix: string, settings: ProxySettings): object {
  const target = `{file.${targetFile(name)}}`;
  const { maxRequestBody } = settings.buffering;
  const limit = maxRequestBody === undefined ? [] : [{ handler: "request_body", max_size: maxRequestBody }];
  const strip = prefix === "/" || settings.stripPathPrefix === false ? [] : [{ handler: "rewrite", strip_path_prefix: prefix }];
  return {
    handler: "subroute",
    routes: [
      ...[...limit, ...strip].map((handler) => ({ handle: [handler] })),
      { match: [upgrade], handle: [trailingDot(target), reverseProxy(upgradedTarget, settings)], terminal: true },
      { handle: [reverseProxy(target, settings)] },
    ],
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
function reverseProxy(dial: string, { responseTimeout = 30, forwardHeaders, ssl }: ProxySettings): object {
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
