import { durationField, type JsonFields, nanoseconds, textField, textsField, truthField } from "./json-fields.ts";

/** What a deploy says of the service itself: which requests it serves, and how. */
export type ServiceOptions = {
  readonly hosts: readonly string[];
  readonly pathPrefixes: readonly string[];
  readonly tls: boolean;
  readonly certificatePath: string;
  readonly privateKeyPath: string;
  readonly tlsRedirect: boolean;
  readonly canonicalHost: string;
  readonly acmeDirectory: string;
  readonly acmeCachePath: string;
  readonly errorPagePath: string;
  readonly stripPrefix: boolean;
  readonly writerAffinityMs: number;
  readonly readTargetsAcceptWebsockets: boolean;
};

/** Reads what serviceOptionsJson wrote. */
export const parseServiceOptions = (from: JsonFields): ServiceOptions => ({
  hosts: textsField(from, "hosts"),
  pathPrefixes: textsField(from, "path_prefixes"),
  tls: truthField(from, "tls_enabled"),
  certificatePath: textField(from, "tls_certificate_path"),
  privateKeyPath: textField(from, "tls_private_key_path"),
  tlsRedirect: truthField(from, "tls_redirect"),
  canonicalHost: textField(from, "canonical_host"),
  acmeDirectory: textField(from, "acme_directory"),
  acmeCachePath: textField(from, "acme_cache_path"),
  errorPagePath: textField(from, "error_page_path"),
  stripPrefix: truthField(from, "strip_prefix"),
  writerAffinityMs: durationField(from, "writer_affinity_timeout"),
  readTargetsAcceptWebsockets: truthField(from, "read_targets_accept_websockets"),
});

/** The options under the names they have in the state file. */
export const serviceOptionsJson = (options: ServiceOptions): JsonFields => ({
  hosts: options.hosts,
  path_prefixes: options.pathPrefixes,
  tls_enabled: options.tls,
  tls_certificate_path: options.certificatePath,
  tls_private_key_path: options.privateKeyPath,
  tls_redirect: options.tlsRedirect,
  canonical_host: options.canonicalHost,
  acme_directory: options.acmeDirectory,
  acme_cache_path: options.acmeCachePath,
  error_page_path: options.errorPagePath,
  strip_prefix: options.stripPrefix,
  writer_affinity_timeout: nanoseconds(options.writerAffinityMs),
  read_targets_accept_websockets: options.readTargetsAcceptWebsockets,
});

/** No host means any host, no prefix means every path; prefixes begin with one slash and end with none. */
export const normalizedOptions = (options: ServiceOptions): ServiceOptions => ({
  ...options,
  hosts: options.hosts.length === 0 ? [""] : options.hosts,
  pathPrefixes:
    options.pathPrefixes.length === 0 ? ["/"] : options.pathPrefixes.map((prefix) => `/${prefix.replace(/^\/+|\/+$/g, "")}`),
});
