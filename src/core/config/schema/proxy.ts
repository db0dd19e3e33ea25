import { z } from "zod";
import { options } from "./options.ts";
import { bytes, expected, flag, section, text, texts, whole } from "./value.ts";

const healthcheck = section({
  interval: whole.optional().describe("Seconds between health checks while a container starts.").meta({ default: 1 }),
  path: text.optional().describe("The path that answers 2xx when the app is healthy.").meta({ default: "/up" }),
  timeout: whole.optional().describe("Seconds until one health check counts as failed.").meta({ default: 5 }),
}).describe("How the proxy finds out that a new container is ready.");

const buffering = section({
  requests: flag.optional().describe("Read a request in full before it goes to the app.").meta({ default: true }),
  responses: flag.optional().describe("Read a response in full before it goes to the client.").meta({ default: true }),
  max_request_body: bytes
    .optional()
    .describe("The largest request body in bytes; 0: no limit. kamal-proxy's own default is 1 GB."),
  max_response_body: bytes
    .optional()
    .describe("The largest response body in bytes; 0: no limit, which is kamal-proxy's own default."),
  memory: bytes
    .optional()
    .describe("How much of a body is held in memory before the rest goes to disk, in bytes. kamal-proxy's own default is 1 MB."),
}).describe("Whether the proxy buffers requests and responses.");

const logging = section({
  request_headers: texts
    .optional()
    .describe("Request headers in the proxy's log.")
    .meta({ default: ["Cache-Control", "Last-Modified", "User-Agent"] }),
  response_headers: texts.optional().describe("Response headers in the proxy's log. None by default."),
}).describe("What the proxy's log shows of a request.");

const run = section({
  http_port: whole.optional().describe("The server's port for HTTP.").meta({ default: 80 }),
  https_port: whole.optional().describe("The server's port for HTTPS.").meta({ default: 443 }),
  metrics_port: whole.optional().describe("The port for Prometheus metrics, within Docker's networks. None by default."),
  debug: flag.optional().describe("Log for debugging.").meta({ default: false }),
  log_max_size: text.optional().describe("The size at which the proxy's log starts anew.").meta({ default: "10m" }),
  publish: flag.optional().describe("Publish the ports on the server.").meta({ default: true }),
  bind_ips: texts.optional().describe("The server's addresses to publish on. All by default."),
  registry: text.optional().describe("The registry of the proxy's image. Docker Hub by default."),
  repository: text.optional().describe("The repository of the proxy's image.").meta({ default: "basecamp/kamal-proxy" }),
  version: text.optional().describe("The tag of the proxy's image.").meta({ default: "v0.9.2" }),
  options: options.optional().describe("Further options of `docker run` for the proxy."),
})
  .superRefine((given, context) => {
    if (given.publish !== false) return;
    const path = (["http_port", "https_port", "bind_ips"] as const).find((name) => [given[name] ?? []].flat().length > 0);
    if (path !== undefined)
      context.addIssue({
        code: "custom",
        path: [path],
        message: "Cannot set http_port, https_port or bind_ips when publish is false",
        input: given,
      });
  })
  .describe("How the proxy's own container starts. All apps of a server share it, and it keeps what it was started with.");

const certificate = z
  .looseObject({
    certificate_pem: text.nullish().describe("The name of the secret with the certificate."),
    private_key_pem: text.nullish().describe("The name of the secret with its private key."),
  })
  .superRefine(({ certificate_pem, private_key_pem }, context) => {
    const refuse = (missing: string, present: string) =>
      context.addIssue({
        code: "custom",
        path: [present],
        message: `Missing ${missing} setting (required when ${present} is present)`,
        input: missing,
      });
    if (certificate_pem && !private_key_pem) refuse("private_key_pem", "certificate_pem");
    if (private_key_pem && !certificate_pem) refuse("certificate_pem", "private_key_pem");
  });

export const proxy = section({
  host: text
    .optional()
    .describe(
      "The host name that reaches the app; several with commas. Without one the app gets every request that no other app of the server asks for.",
    ),
  hosts: texts.optional().describe("The host names that reach the app, as a list. Not beside `host`."),
  app_port: whole.optional().describe("The port on which the app listens in its container.").meta({ default: 80 }),
  ssl: z
    .union([flag, certificate], expected("a boolean or a hash"))
    .optional()
    .describe(
      "`true`: a certificate from Let's Encrypt, for one server and with `host` set; or the names of the secrets that hold a certificate of your own.",
    )
    .meta({ default: false }),
  ssl_redirect: flag.optional().describe("With ssl: send browsers from HTTP to HTTPS.").meta({ default: true }),
  forward_headers: flag
    .optional()
    .describe(
      "Pass X-Forwarded-For and X-Forwarded-Proto on as they came: only behind another proxy that you trust. By default false with ssl, true without.",
    ),
  response_timeout: whole.optional().describe("Seconds the app may take to answer a request.").meta({ default: 30 }),
  path_prefix: text.optional().describe("Serve only paths that start with this; several with commas."),
  path_prefixes: texts.optional().describe("Serve only paths that start with one of these, as a list."),
  strip_path_prefix: flag.optional().describe("Take the prefix off before the app sees the request.").meta({ default: true }),
  healthcheck: healthcheck.optional(),
  buffering: buffering.optional(),
  logging: logging.optional(),
  run: run.optional(),
})
  .superRefine(({ host, hosts, ssl }, context) => {
    const noHost = (host ?? "").trim() === "" && (hosts ?? []).length === 0;
    if (noHost && ssl !== undefined && ssl !== false)
      context.addIssue({ code: "custom", path: ["ssl"], message: "Must set a host to enable automatic SSL", input: ssl });
    if (host !== undefined && hosts !== undefined)
      context.addIssue({ code: "custom", path: ["hosts"], message: "Specify one of 'host' or 'hosts', not both", input: hosts });
  })
  .describe("How requests reach the app.")
  .meta({ dependencies: { host: { not: { required: ["hosts"] } } } });

export type RawProxy = z.output<typeof proxy>;
export type RawProxyRun = z.output<typeof run>;
