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
import { expected, flag, section, text, textMap, texts, whole } from "./value.ts";

const service = z.string(expected("a string")).refine((name) => /^[a-z0-9_-]+$/i.test(name), {
  error: "Service name can only include alphanumeric characters, hyphens, and underscores",
});
const image = text.refine((name) => /^[A-Za-z0-9][A-Za-z0-9._/:@-]*$/.test(name), {
  error: "should be the name of an image, such as acme/shop",
});
const atLeastOne = whole.refine((number) => number >= 1, { error: "Must retain at least 1 container" });

/** Everything a deploy.yml may hold, other root keys that start with `x-` aside. */
export const root = section({
  service: service.describe("The name of the app; containers are named after it."),
  image: image.optional().describe("The image's name in the registry, without server and tag."),
  labels: textMap.optional().describe("Labels of all app containers."),
  volumes: texts.optional().describe("Volumes of all app containers, as for docker run --volume."),
  registry,
  servers: servers.optional(),
  env: rootEnv.optional().describe("Environment variables of the app: a map, or clear, secret and tags."),
  asset_path: text
    .optional()
    .describe("Where the app's assets are in the image, so that old and new versions can both serve them."),
  hooks_path: text.optional().describe("The directory of the hooks (.kamal/hooks)."),
  hooks_output: hooksOutput.optional().describe("Whether the hooks' output is shown: quiet or verbose, for all or by hook."),
  secrets_path: text.optional().describe("The secrets file (.kamal/secrets)."),
  error_pages_path: text.optional().describe("A directory of error pages, 4xx.html and 5xx.html, for the proxy."),
  require_destination: flag.optional().describe("Refuse to run without a destination (false)."),
  primary_role: text.optional().describe("The role that starts first and owns the lock (web)."),
  allow_empty_roles: flag.optional().describe("Allow roles without servers (false)."),
  retain_containers: atLeastOne.optional().describe("How many old containers stay on a server for rollbacks (5)."),
  minimum_version: text.optional().describe("The oldest Kamal that may read this file."),
  readiness_delay: whole.optional().describe("Seconds a container without a health check must run to count as ready (7)."),
  deploy_timeout: whole.optional().describe("Seconds a new container gets to become healthy (30)."),
  drain_timeout: whole.optional().describe("Seconds running requests get before an old container stops (30)."),
  stop_timeout: whole.optional().describe("Seconds a container gets to stop before it is killed."),
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
