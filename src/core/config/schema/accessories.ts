import { z } from "zod";
import { env } from "./env.ts";
import { containerLabels } from "./labels.ts";
import { containerOptions } from "./options.ts";
import { proxy } from "./proxy.ts";
import { registry } from "./registry.ts";
import { hosts } from "./servers.ts";
import { expected, host, name, safeName, section, setting, text, texts } from "./value.ts";

const mount = z.looseObject({
  local: text.describe("The file on this machine, or the directory on the server."),
  remote: text.describe("Its absolute path in the container."),
  mode: text.optional().describe('Its mode on the server, such as "0640". Files without one get 755.'),
  owner: text.optional().describe('Its owner on the server, such as "1000:1000". Needs root there.'),
  options: text.optional().describe("Options of the mount: `ro` for read-only, `z` or `Z` for SELinux."),
});
const mounts = z.array(z.union([text, mount], expected("a string or a hash")), expected("an array"));
const places = ["host", "hosts", "role", "roles", "tag", "tags"] as const;

const accessory = section({
  service: setting
    .optional()
    .describe("The name of the container. By default the app's service, a hyphen and the accessory's name."),
  image: name.optional().describe("The image to run, with its tag; without the server if `registry` is set here."),
  registry: registry
    .optional()
    .describe(
      "The registry of this image, and its credentials. Without it the image is taken as it is named, which means Docker Hub unless it starts with a server.",
    ),
  host: host
    .optional()
    .describe(
      "The server it runs on, which need not be among `servers`. Exactly one of host, hosts, role, roles, tag and tags must be set.",
    ),
  hosts: hosts.optional().describe("The servers it runs on, each with a container of its own."),
  role: text.optional().describe("Run on the servers of this role."),
  roles: texts.optional().describe("Run on the servers of these roles."),
  tag: text.optional().describe("Run on the servers with this tag."),
  tags: texts.optional().describe("Run on the servers with any of these tags."),
  cmd: text.optional().describe("The command of the container, instead of the image's own."),
  port: text
    .optional()
    .describe(
      "The port to publish: one number for the same port inside and outside, or as for `docker run --publish`. Ports are open to the world unless an address such as 127.0.0.1 stands before them.",
    ),
  labels: containerLabels.optional().describe("Labels of the container; `service`, `role` and `destination` are taken."),
  options: containerOptions.optional().describe("Further options of `docker run`, as for a role."),
  env: env.optional().describe("Variables of the container, as in the root's `env` but without tags."),
  files: mounts
    .optional()
    .describe(
      "Files to copy to the server and mount: `LOCAL:REMOTE[:OPTIONS]`, or a map. A file whose name ends in `erb` is a template.",
    ),
  directories: mounts
    .optional()
    .describe(
      "Directories on the server to create and mount: `LOCAL:REMOTE[:OPTIONS]`, or a map. A relative LOCAL lies in a directory named after the container, in the user's home.",
    ),
  volumes: texts.optional().describe("Volumes that are mounted as they are, as for `docker run --volume`."),
  network: setting.optional().describe("The Docker network.").meta({ default: "kamal" }),
  proxy: z
    .union([z.literal(false, expected("a hash")), proxy], expected("a hash"))
    .optional()
    .describe("Reach the accessory through the proxy; nothing of the root's `proxy` applies."),
})
  .superRefine((given, context) => {
    const set = places.filter((place) => given[place] !== undefined);
    if (set.length !== 1)
      context.addIssue({
        code: "custom",
        path: set.slice(1, 2),
        message: "specify one of `host`, `hosts`, `role`, `roles`, `tag` or `tags`",
        input: given,
      });
  })
  .describe("A container beside the app: a database, a cache.")
  .meta({
    oneOf: [
      ...places.map((place) => ({ required: [place] })),
      { not: { anyOf: places.map((place) => ({ required: [place] })) } },
    ],
  });

const names = z
  .string()
  .regex(safeName, { error: "an accessory's name may hold letters, digits, hyphens, dots and underscores" });

export const accessories = z
  .record(names, accessory, expected("a hash"))
  .describe("Containers beside the app, by name: a database, a cache. A deploy does not touch them.");

export type RawAccessory = z.output<typeof accessory>;
export type RawMount = z.output<typeof mounts>[number];
