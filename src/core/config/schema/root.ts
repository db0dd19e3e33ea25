import { z } from "zod";
import { accessories } from "./accessories.ts";
import { aliases } from "./aliases.ts";
import { boot } from "./boot.ts";
import { builder } from "./builder.ts";
import { rootEnv } from "./env.ts";
import { hooksOutput } from "./hooks.ts";
import { landfall } from "./landfall.ts";
import { logging } from "./logging.ts";
import { output } from "./output.ts";
import { proxy } from "./proxy.ts";
import { registry } from "./registry.ts";
import { servers } from "./servers.ts";
import { ssh, sshkit } from "./ssh.ts";
import { expected, flag, section, setting, text, textMap, texts, whole } from "./value.ts";

const service = z.string(expected("a string")).regex(/^[A-Za-z0-9_-]+$/, {
  error: "Service name can only include alphanumeric characters, hyphens, and underscores",
});
const imageName = /^[A-Za-z0-9][A-Za-z0-9._/:@-]*$/;
const image = text
  .refine((name) => imageName.test(name), { error: "should be the name of an image, such as acme/shop" })
  .meta({ pattern: imageName.source });
const atLeastOne = whole.min(1, { error: "Must retain at least 1 container" });

/** Everything a deploy.yml may hold, other root keys that start with `x-` aside. */
export const root = section({
  service: service.describe(
    "The name of the app, after which its containers are named: letters, digits, hyphens and underscores.",
  ),
  image: image
    .optional()
    .describe(
      "The image's name in the registry, without server and tag. Required unless the registry is on localhost: it is called like the service then.",
    ),
  labels: textMap.optional().describe("Labels of all app containers."),
  volumes: texts.optional().describe("Volumes of all app containers, as for `docker run --volume`."),
  registry,
  servers: servers.optional(),
  env: rootEnv.optional().describe("Environment variables of the app: a map of them, or `clear`, `secret` and `tags`."),
  asset_path: setting
    .optional()
    .describe(
      "Where the app's assets are in the image, so that old and new versions can serve each other's; options of the mount may follow after a colon. For roles behind the proxy.",
    ),
  hooks_path: setting.optional().describe("The directory of the hooks.").meta({ default: ".kamal/hooks" }),
  hooks_output: hooksOutput
    .optional()
    .describe(
      "Whether the hooks' output is shown, for all or by the name of the hook: `quiet` or `verbose`. By default as the command's own output is. What a failed hook said is always shown.",
    ),
  secrets_path: setting
    .optional()
    .describe("The secrets file. PATH-common is read first; with a destination PATH.DESTINATION takes the place of PATH.")
    .meta({ default: ".kamal/secrets" }),
  error_pages_path: setting
    .optional()
    .describe("A directory of error pages for the proxy, each named after its status: 404.html, 502.html."),
  require_destination: flag.optional().describe("Refuse to run without a destination.").meta({ default: false }),
  primary_role: setting
    .optional()
    .describe("The role that starts first, and whose first server keeps the lock.")
    .meta({ default: "web" }),
  allow_empty_roles: flag.optional().describe("Allow roles without servers.").meta({ default: false }),
  retain_containers: atLeastOne
    .optional()
    .describe("How many old containers, and their images, stay on a server for rollbacks.")
    .meta({ default: 5 }),
  minimum_version: setting.optional().describe("The oldest Kamal that may read this file. Landfall answers as Kamal 2.12.0."),
  readiness_delay: whole
    .optional()
    .describe("Seconds that a container without proxy and health check must run to count as ready.")
    .meta({ default: 7 }),
  deploy_timeout: whole.optional().describe("Seconds a new container gets to become healthy.").meta({ default: 30 }),
  drain_timeout: whole
    .optional()
    .describe("Seconds that running requests get before an old container stops.")
    .meta({ default: 30 }),
  stop_timeout: whole
    .optional()
    .describe(
      "Seconds a container gets to stop before it is killed. By default `drain_timeout` for roles without the proxy, Docker's 10 for those with it.",
    ),
  run_directory: text.optional().describe("Has no effect, as in Kamal 2."),
  ssh: ssh.optional(),
  builder,
  accessories: accessories.optional(),
  proxy: proxy.optional(),
  sshkit: sshkit.optional(),
  boot: boot.optional(),
  logging: logging.optional(),
  output: output.optional(),
  aliases: aliases.optional(),
  "x-landfall": landfall.optional(),
});

export type RawConfig = z.output<typeof root>;
