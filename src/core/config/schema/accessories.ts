import { z } from "zod";
import { env } from "./env.ts";
import { containerLabels } from "./labels.ts";
import { containerOptions } from "./options.ts";
import { proxy } from "./proxy.ts";
import { registry } from "./registry.ts";
import { hosts } from "./servers.ts";
import { expected, flag, host, safeName, section, text, texts } from "./value.ts";

const mount = z.looseObject({
  local: text.describe("The file or directory here."),
  remote: text.describe("Where it is in the container."),
  mode: text.optional().describe('Its mode on the server, such as "0640".'),
  owner: text.optional().describe("Its owner on the server, such as 1000:1000."),
  options: text.optional().describe("Options of the mount, such as ro."),
});
const mounts = z.array(z.union([text, mount], expected("a string or a hash")), expected("an array"));
const places = ["host", "hosts", "role", "roles", "tag", "tags"] as const;

const accessory = section({
  service: text.optional().describe("The name of the container (SERVICE-NAME by default)."),
  image: text.optional().describe("The image to run."),
  registry: registry.optional().describe("The registry of this image, when it is not Docker Hub."),
  host: host.optional().describe("The server it runs on."),
  hosts: hosts.optional().describe("The servers it runs on."),
  role: text.optional().describe("Run on the servers of this role."),
  roles: texts.optional().describe("Run on the servers of these roles."),
  tag: text.optional().describe("Run on the servers with this tag."),
  tags: texts.optional().describe("Run on the servers with any of these tags."),
  cmd: text.optional().describe("The command of the container, instead of the image's own."),
  port: text.optional().describe("The port to publish: PORT, or as for docker run --publish."),
  labels: containerLabels.optional().describe("Labels of the container."),
  options: containerOptions.optional().describe("Further options of docker run."),
  env: env.optional().describe("Variables of the container."),
  files: mounts.optional().describe("Files to copy to the server and mount: LOCAL:REMOTE[:OPTIONS], or a hash."),
  directories: mounts.optional().describe("Directories on the server to mount: LOCAL:REMOTE[:OPTIONS], or a hash."),
  volumes: texts.optional().describe("Volumes, as for docker run --volume."),
  network: text.optional().describe("The Docker network (kamal)."),
  proxy: z.union([flag, proxy], expected("a hash")).optional().describe("Reach the accessory through the proxy."),
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
    if (given.proxy === true) context.addIssue({ code: "custom", path: ["proxy"], message: "should be a hash", input: given });
  })
  .describe("A container beside the app: a database, a cache.");

const names = z
  .string()
  .regex(safeName, { error: "an accessory's name may hold letters, digits, hyphens, dots and underscores" });

export const accessories = z
  .record(names, accessory, expected("a hash"))
  .describe("Containers beside the app, by name. A deploy does not touch them.");

export type RawAccessory = z.output<typeof accessory>;
export type RawMount = z.output<typeof mounts>[number];
