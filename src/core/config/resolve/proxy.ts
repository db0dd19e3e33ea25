import type { Buffering, ProxyRun, ProxySettings } from "../proxy.ts";
import type { RawProxy, RawProxyRun } from "../schema/proxy.ts";

/** A role's proxy settings over the root's, section by section. */
export function mergeProxies(base: RawProxy, over: RawProxy): RawProxy {
  const ssl =
    typeof base.ssl === "object" && typeof over.ssl === "object" ? { ...base.ssl, ...over.ssl } : (over.ssl ?? base.ssl);
  return {
    ...base,
    ...over,
    ssl,
    healthcheck: { ...base.healthcheck, ...over.healthcheck },
    buffering: { ...base.buffering, ...over.buffering },
    logging: { ...base.logging, ...over.logging },
    run: mergeRuns(base.run, over.run),
  };
}

function mergeRuns(base: RawProxyRun | undefined, over: RawProxyRun | undefined): RawProxyRun | undefined {
  if (base === undefined || over === undefined) return over ?? base;
  return { ...base, ...over, ...(base.options && over.options && { options: { ...base.options, ...over.options } }) };
}

/** What is left out stays undefined, for the proxy to decide, unless Kamal has a default for it. */
export function resolveProxy(raw: RawProxy): ProxySettings {
  const { healthcheck, logging } = raw;
  return {
    hosts: raw.hosts ?? commaList(raw.host),
    appPort: raw.app_port ?? 80,
    ssl: raw.ssl !== undefined && raw.ssl !== false,
    certificate: resolveCertificate(raw.ssl),
    sslRedirect: raw.ssl_redirect,
    forwardHeaders: raw.forward_headers,
    responseTimeout: raw.response_timeout,
    pathPrefixes: raw.path_prefixes ?? commaList(raw.path_prefix),
    stripPathPrefix: raw.strip_path_prefix,
    healthcheck: { interval: healthcheck?.interval, timeout: healthcheck?.timeout, path: healthcheck?.path },
    buffering: buffering(raw.buffering),
    logging: {
      requestHeaders: logging?.request_headers ?? defaultRequestHeaders,
      responseHeaders: logging?.response_headers ?? [],
    },
    run: raw.run && Object.keys(raw.run).length > 0 ? proxyRun(raw.run) : undefined,
  };
}

const defaultRequestHeaders = ["Cache-Control", "Last-Modified", "User-Agent"];

function commaList(text: string | undefined): readonly string[] {
  return (text ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** An own certificate, where secrets are named for one. */
export function resolveCertificate(ssl: RawProxy["ssl"]): ProxySettings["certificate"] {
  if (typeof ssl !== "object" || !ssl.certificate_pem || !ssl.private_key_pem) return undefined;
  return { certificatePem: ssl.certificate_pem, privateKeyPem: ssl.private_key_pem };
}

function buffering(raw: RawProxy["buffering"]): Buffering {
  return {
    requests: raw?.requests ?? true,
    responses: raw?.responses ?? true,
    memory: raw?.memory,
    maxRequestBody: raw?.max_request_body,
    maxResponseBody: raw?.max_response_body,
  };
}

function proxyRun(raw: RawProxyRun): ProxyRun {
  return {
    httpPort: raw.http_port ?? 80,
    httpsPort: raw.https_port ?? 443,
    metricsPort: raw.metrics_port,
    debug: raw.debug ?? false,
    logMaxSize: raw.log_max_size ?? "10m",
    // A list of no addresses publishes nothing, as in Kamal.
    publish: (raw.publish ?? true) && raw.bind_ips?.length !== 0,
    bindIps: raw.bind_ips ?? [],
    registry: raw.registry,
    repository: raw.repository ?? "basecamp/kamal-proxy",
    version: raw.version ?? "v0.9.2",
    options: raw.options ?? {},
  };
}
