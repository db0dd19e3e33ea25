import { z } from "zod";
import type { RoleHost } from "../config.ts";
import { hostName, isHost } from "../names.ts";
import { env } from "./env.ts";
import { containerLabels } from "./labels.ts";
import { logging } from "./logging.ts";
import { containerOptions } from "./options.ts";
import { proxy } from "./proxy.ts";
import { expected, flag, host, safeName, section, setting, text, texts, whole } from "./value.ts";

const tags = z.union([texts, text], expected("a string or an array"));

const taggedHost = z
  .record(z.string(), tags, expected("a hash"))
  .transform((given, context): RoleHost => {
    const [only, ...others] = Object.entries(given);
    if (only !== undefined && others.length === 0 && isHost(only[0])) return { host: only[0], tags: [only[1]].flat() };
    context.addIssue({
      code: "custom",
      message: others.length > 0 ? "multiple hosts found" : "should be a host, or a host with its tags",
      input: given,
    });
    return z.NEVER;
  })
  .meta({ minProperties: 1, maxProperties: 1, propertyNames: { pattern: hostName.source } });

const plainHost = host.transform((name): RoleHost => ({ host: name, tags: [] }));

/** Hosts, some with a tag or several: `1.2.3.4: [tag]`. */
export const hosts = z.array(z.union([plainHost, taggedHost], expected("a host, or a host with its tags")), expected("an array"));

const role = section({
  hosts: hosts.optional().describe("The servers of the role. One with tags is a map: `1.2.3.4: [tag]`."),
  cmd: text.optional().describe("The command of the containers, instead of the image's own. The server's shell reads it."),
  stop_timeout: whole
    .optional()
    .describe("Seconds a container of the role gets to stop before it is killed. By default what the root says."),
  options: containerOptions
    .optional()
    .describe("Further options of `docker run`: `memory: 2g` is `--memory 2g`, true is a bare flag, a list repeats the option."),
  logging: logging.optional(),
  proxy: z
    .union([flag, proxy], expected("a hash"))
    .optional()
    .describe(
      "Whether requests reach the role through the proxy, or how: its settings stand over those of the root's `proxy`. By default true for the primary role, false for others.",
    ),
  labels: containerLabels
    .optional()
    .describe("Labels of the role's containers, over those of the root; `service`, `role` and `destination` are taken."),
  env: env.optional().describe("Variables of the role, over those of the root; no tags here."),
  asset_path: setting.optional().describe("As at the root, for this role."),
}).describe("Servers that run the same command.");

const roleNames = z.string().regex(safeName, { error: "a role's name may hold letters, digits, hyphens, dots and underscores" });

/** A list of hosts, which is the role web, or roles by name. */
export const servers = z
  .union(
    [hosts, z.record(roleNames, z.union([hosts, role], expected("an array or a hash")), expected("a hash"))],
    expected("an array or a hash"),
  )
  .describe("Where the app runs: a list of hosts, which is the role `web`, or roles by name.");

export type RawRole = z.output<typeof role>;
