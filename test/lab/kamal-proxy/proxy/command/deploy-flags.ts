import { boolFlag, durationFlag, type Flag, intFlag, listFlag, textFlag } from "./flag.ts";

const megabyte = 1024 * 1024;

const routing: readonly Flag[] = [
  listFlag("target", "Targets to deploy"),
  listFlag("read-target", "Targets for reads only"),
  listFlag("host", "Hosts to serve (none: any host)"),
  listFlag("path-prefix", "Paths to serve (none: every path)"),
  boolFlag("strip-path-prefix", true, "Take the path prefix off before forwarding"),
  textFlag("canonical-host", "", "Redirect every request to this host"),
];

const tls: readonly Flag[] = [
  boolFlag("tls", false, "Serve over TLS (needs a host)"),
  boolFlag("tls-staging", false, "Take certificates from the staging directory"),
  textFlag("tls-certificate-path", "", "A certificate of one's own (PEM)"),
  textFlag("tls-private-key-path", "", "The key of that certificate (PEM)"),
  textFlag("tls-acme-cache-path", "", "Where certificates are kept"),
  boolFlag("tls-redirect", true, "Redirect HTTP to HTTPS"),
];

const deployment: readonly Flag[] = [
  durationFlag("deploy-timeout", 30_000, "How long to wait for the target to become healthy"),
  durationFlag("drain-timeout", 30_000, "How long to let requests on the old target end"),
  boolFlag("force", false, "Do not wait for the target to become healthy"),
  durationFlag("health-check-interval", 1000, "Time between health checks"),
  durationFlag("health-check-timeout", 5000, "Time that a health check may take"),
  textFlag("health-check-path", "/up", "Path of the health check"),
  intFlag("health-check-port", 0, "Port of the health check (0: the target's)"),
  textFlag("health-check-host", "", "Host header of the health check"),
];

const exchange: readonly Flag[] = [
  durationFlag("writer-affinity-timeout", 1000, "How long after a write reads go to the writers"),
  boolFlag("read-target-websockets", false, "Let read targets take WebSockets"),
  durationFlag("target-timeout", 30_000, "How long the target may take to respond"),
  boolFlag("buffer-requests", false, "Read a request whole before forwarding it"),
  boolFlag("buffer-responses", false, "Read a response whole before passing it on"),
  intFlag("buffer-memory", megabyte, "Bytes to buffer in memory"),
  intFlag("max-request-body", 0, "Bytes a buffered request may have (0: any)"),
  intFlag("max-response-body", 0, "Bytes a buffered response may have (0: any)"),
  textFlag("error-pages", "", "Directory of error pages"),
  listFlag("log-request-header", "Request headers to log"),
  listFlag("log-response-header", "Response headers to log"),
  boolFlag("forward-headers", false, "Pass X-Forwarded headers on (without TLS the default)"),
  boolFlag("scope-cookie-paths", false, "Put the path prefix before the paths of cookies"),
];

/** The flags of `deploy` in v0.9.2; the wording of their help is ours. */
export const deployFlags: readonly Flag[] = [...routing, ...tls, ...deployment, ...exchange];
