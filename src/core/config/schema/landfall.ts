import { z } from "zod";
import { onFailures } from "../landfall.ts";
import { acme } from "./acme.ts";
import { hostCount } from "./host-count.ts";
import { preview } from "./preview.ts";
import { time } from "./time.ts";
import { expected, flag, name, section, text } from "./value.ts";
import { verify } from "./verify.ts";

const proxy = section({
  engine: z
    .enum(["kamal-proxy", "caddy"], { error: "should be kamal-proxy or caddy" })
    .optional()
    .describe("The program that receives requests on the servers.")
    .meta({ default: "kamal-proxy" }),
  image: name
    .optional()
    .describe("The image of Caddy, 2.11.2 or newer; caddy:2.11.4 by default. That of kamal-proxy is set under `proxy.run`."),
  acme: acme.optional(),
}).describe("The proxy on the servers.");

const release = section({
  command: z
    .string(expected("a string"))
    .regex(/\S/, { error: "should be a command" })
    .describe("The command, such as `bin/rails db:migrate`. The server's shell reads it."),
  role: text.optional().describe("The role whose first server runs it, with the role's variables. By default the primary role."),
  timeout: time(1)
    .optional()
    .describe("How long it may take, such as 30m. Then it is stopped, and nothing boots.")
    .meta({ default: "15m" }),
}).describe(
  "What runs once in the new image, before the new version boots anywhere. If it fails, nothing boots. Of `deploy`, `redeploy` and `setup`.",
);

const timeLimits = section({
  build: time(1)
    .optional()
    .describe("How long a step of the build may take: above all, to build the image and push it.")
    .meta({ default: "180m" }),
  hook: time(1).optional().describe("How long a hook may take.").meta({ default: "60m" }),
  pull: time(1).optional().describe("How long a server may take to pull the image.").meta({ default: "60m" }),
}).describe("After so long what still runs is stopped, such as a pull from a registry that says nothing more, and has failed.");

const registry = section({
  logout: flag
    .optional()
    .describe(
      "Have the servers, and the machine that built the image, forget the registry's password once a run is over. Other deploys that log in as the same user of a server at that moment may have to be repeated.",
    )
    .meta({ default: false }),
}).describe("How the registry of the app's image is dealt with.");

export const landfall = section({
  proxy: proxy.optional(),
  registry: registry.optional(),
  on_failure: z
    .enum(onFailures, { error: "should be rollback, stop or continue" })
    .optional()
    .describe("What happens when the new version does not get healthy on a server.")
    .meta({ default: "rollback" }),
  max_failures: hostCount(0)
    .optional()
    .describe(
      "How many servers may fail before `on_failure` counts: a number, or a percentage of them such as 5% (rounded down). They keep the old version.",
    )
    .meta({ default: 0 }),
  release: release.optional(),
  time_limits: timeLimits.optional(),
  verify: verify.optional(),
  preview: preview.optional(),
}).describe("Settings of Landfall alone; Kamal ignores them.");
