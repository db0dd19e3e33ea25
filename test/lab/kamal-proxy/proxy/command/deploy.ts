import { nanoseconds } from "../json-fields.ts";
import { certificatesPath } from "../paths.ts";
import { normalizedOptions, type ServiceOptions, serviceOptionsJson } from "../service-options.ts";
import { type TargetOptions, targetOptionsJson } from "../target-options.ts";
import type { Arguments } from "./arguments.ts";
import { callProxy } from "./client.ts";
import { command } from "./command.ts";
import { deployFlags } from "./deploy-flags.ts";

const stagingDirectory = "https://acme-staging-v02.api.letsencrypt.org/directory";

const checkDeploy = (args: Arguments): void => {
  if (args.isGiven("max-request-body") && !args.isGiven("buffer-requests")) {
    throw new Error("max-request-body can only be set when request buffering is enabled");
  }
  if (args.isGiven("max-response-body") && !args.isGiven("buffer-responses")) {
    throw new Error("max-response-body can only be set when response buffering is enabled");
  }
  checkServiceOptions(normalizedOptions(serviceOptions(args)));
};

const checkServiceOptions = ({ tls, hosts, pathPrefixes, canonicalHost }: ServiceOptions): void => {
  // v0.9.2 means to refuse this but fills in the empty host first, so that it lets it pass; newer ones refuse it.
  if (tls && hosts.includes("")) throw new Error("host must be set when using TLS");
  if (tls && !pathPrefixes.includes("/")) throw new Error("TLS settings must be specified on the root path service");
  if (canonicalHost !== "" && hosts[0] !== "" && !hosts.includes(canonicalHost)) {
    throw new Error(`canonical-host '${canonicalHost}' must be present in the hosts list: [${hosts.join(" ")}]`);
  }
};

const serviceOptions = (args: Arguments): ServiceOptions => ({
  hosts: args.list("host"),
  pathPrefixes: args.list("path-prefix"),
  tls: args.truth("tls"),
  certificatePath: args.text("tls-certificate-path"),
  privateKeyPath: args.text("tls-private-key-path"),
  tlsRedirect: args.truth("tls-redirect"),
  canonicalHost: args.text("canonical-host"),
  acmeDirectory: args.truth("tls-staging") ? stagingDirectory : "",
  acmeCachePath: args.text("tls-acme-cache-path") || certificatesPath(),
  errorPagePath: args.text("error-pages"),
  stripPrefix: args.truth("strip-path-prefix"),
  writerAffinityMs: args.number("writer-affinity-timeout"),
  readTargetsAcceptWebsockets: args.truth("read-target-websockets"),
});

const targetOptions = (args: Arguments): TargetOptions => ({
  healthCheck: {
    path: args.text("health-check-path"),
    port: args.number("health-check-port"),
    intervalMs: args.number("health-check-interval"),
    timeoutMs: args.number("health-check-timeout"),
    host: args.text("health-check-host"),
  },
  responseTimeoutMs: args.number("target-timeout"),
  bufferRequests: args.truth("buffer-requests"),
  bufferResponses: args.truth("buffer-responses"),
  maxMemoryBuffer: args.number("buffer-memory"),
  maxRequestBody: args.number("max-request-body"),
  maxResponseBody: args.number("max-response-body"),
  logRequestHeaders: args.list("log-request-header"),
  logResponseHeaders: args.list("log-response-header"),
  forwardHeaders: args.isGiven("forward-headers") ? args.truth("forward-headers") : !args.truth("tls"),
  scopeCookiePaths: args.truth("scope-cookie-paths"),
});

const deploy = async (args: Arguments): Promise<void> => {
  await callProxy({
    name: "deploy",
    fields: {
      service: args.operands[0],
      targets: args.list("target"),
      readers: args.list("read-target"),
      deploy_timeout: nanoseconds(args.number("deploy-timeout")),
      drain_timeout: nanoseconds(args.number("drain-timeout")),
      force: args.truth("force"),
      options: serviceOptionsJson(serviceOptions(args)),
      target_options: targetOptionsJson(targetOptions(args)),
    },
  });
};

export const deployCommand = command({
  path: "deploy",
  short: "Deploy a target host",
  flags: deployFlags,
  required: ["target"],
  allOrNone: ["tls-certificate-path", "tls-private-key-path"],
  check: checkDeploy,
  perform: deploy,
});
