import { z } from "zod";
import type { RoleHost } from "../config.ts";
import { isHost } from "../names.ts";
import { env } from "./env.ts";
import { containerLabels } from "./labels.ts";
import { logging } from "./logging.ts";
import { containerOptions } from "./options.ts";
import { proxy } from "./proxy.ts";
import { expected, flag, host, safeName, section, text, texts, whole } from "./value.ts";

const tags = z.union([texts, text], expected("a string or an array"));

const taggedHost = z.record(z.string(), tags, expected("a hash")).transform((given, context): RoleHost => {
  const [only, ...others] = Object.entries(given);
  if (only !== undefined && others.length === 0 && isHost(only[0])) return { host: only[0], tags: [only[1]].flat() };
  context.addIssue({
    code: "custom",
    message: others.length > 0 ? "multiple hosts found" : "should be a host, or a host with its tags",
    input: given,
  });
  return z.NEVER;
});

const plainHost = host.transform((name): RoleHost => ({ host: name, tags: [] }));

/** Hosts, some with a tag or several: `1.2.3.4: [tag]`. */
export const hosts = z.array(z.union([plainHost, taggedHost], expected("a host, or a host with its tags")), expected("an array"));

const role = section({
  hosts: hosts.optional().describe("The servers of the role, each with tags if you like."),
  cmd: text.optional().describe("The command of the containers, instead of the image's own."),
  stop_timeout: whole.optional().describe("Seconds a container gets to stop before it is killed."),
  options: containerOptions.optional().describe("Further options of docker run."),
  logging: logging.optional(),
  proxy: z
    .union([flag, proxy], expected("a hash"))
    .optional()
    .describe("Whether requests come through the proxy, or how; the primary role does by default."),
  labels: containerLabels.optional().describe("Labels of the containers."),
  env: env.optional().describe("Variables of this role, over those of the root."),
  asset_path: text.optional().describe("Where the app's assets are, so that old and new versions can both serve them."),
}).describe("A group of servers that run the same command.");

const roleNames = z.string().regex(safeName, { error: "a role's name may hold letters, digits, hyphens, dots and underscores" });

/** A list of hosts, which is the role web, or roles by name. */
export const servers = z
  .union(
    [hosts, z.record(roleNames, z.union([hosts, role], expected("an array or a hash")), expected("a hash"))],
    expected("an array or a hash"),
  )
  .describe("Where the app runs: a list of hosts, or roles by name.");

export type RawRole = z.output<typeof role>;
export type RawServers = z.output<typeof servers>;
