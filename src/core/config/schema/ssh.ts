import { z } from "zod";
import { expected, flag, section, setting, text, texts, whole } from "./value.ts";

const port = z
  .union([z.int(), z.string()], expected("a string"))
  .transform((given, context): number => {
    const number = /^\d+$/.test(String(given)) ? Number(given) : 0;
    if (number > 0 && number < 65_536) return number;
    context.addIssue({ code: "custom", message: "should be a port number, 1 to 65535", input: given });
    return z.NEVER;
  })
  .meta({ minimum: 1, maximum: 65_535, pattern: "^[0-9]+$" });

export const ssh = section({
  user: text.optional().describe("The user on the servers, who must be allowed to use Docker.").meta({ default: "root" }),
  port: port.optional().describe("The port of the servers' SSH.").meta({ default: 22 }),
  proxy: setting.optional().describe("A jump host: `[user@]host[:port]`. The user is root unless it is named."),
  proxy_command: setting
    .optional()
    .describe(
      "A command whose input and output are the connection, such as `ssh -W %h:%p user@jump`. Without effect beside `proxy`.",
    ),
  log_level: text
    .refine((level) => /^(?:debug|info|warn|error|fatal|unknown|\d+)$/i.test(level), {
      error: ({ input }) => `invalid log level: ${input}`,
    })
    .optional()
    .describe("How much Kamal's SSH client logs: debug, info, warn, error or fatal.")
    .meta({ default: "fatal" }),
  keys_only: flag.optional().describe("Use only the keys given here, not those of the agent.").meta({ default: false }),
  keys: texts.optional().describe("Files with private keys."),
  key_data: texts
    .optional()
    .describe("Names of secrets that hold private keys. A key itself works too, but Kamal means to drop that."),
  config: z
    .union([flag, z.string(), texts], expected("a boolean or a string or an array"))
    .optional()
    .describe("The OpenSSH config to read: true for your own, false for none, or one or more files.")
    .meta({ default: true }),
  forward_agent: flag.optional().describe("Forward the SSH agent to the servers.").meta({ default: true }),
}).describe("How to connect to the servers.");

export const sshkit = section({
  max_concurrent_starts: whole.optional().describe("How many connections are opened at once.").meta({ default: 30 }),
  pool_idle_timeout: whole.optional().describe("Seconds until an idle connection is closed.").meta({ default: 900 }),
  dns_retries: whole
    .optional()
    .describe("How often a failed look-up of a host name is tried again; 0: never.")
    .meta({ default: 3 }),
}).describe("Limits for connections.");
