import { z } from "zod";
import { expected, flag, section, text, texts, whole } from "./value.ts";

const port = z.union([z.int(), z.string()], expected("a string")).transform((given, context): number => {
  const number = Number(given);
  if (Number.isInteger(number) && number > 0 && number < 65_536) return number;
  context.addIssue({ code: "custom", message: "should be a port number, 1 to 65535", input: given });
  return z.NEVER;
});

export const ssh = section({
  user: text.optional().describe("The user on the servers (root)."),
  port: port.optional().describe("The port of the servers' SSH (22)."),
  proxy: text.optional().describe("A jump host: [user@]host[:port]."),
  proxy_command: text.optional().describe("A command whose input and output are the connection."),
  log_level: text.optional().describe("How much the SSH client logs (fatal)."),
  keys_only: flag.optional().describe("Use only the keys given here, not those of the agent."),
  keys: texts.optional().describe("Files with private keys."),
  key_data: texts.optional().describe("Names of secrets that hold private keys."),
  config: z
    .union([flag, z.string(), texts], expected("a boolean or a string or an array"))
    .optional()
    .describe("Read your own ssh config (true), not at all (false), or these files."),
  forward_agent: flag.optional().describe("Forward the SSH agent to the servers (true)."),
}).describe("How to connect to the servers.");

export const sshkit = section({
  max_concurrent_starts: whole.optional().describe("How many connections are opened at once (30)."),
  pool_idle_timeout: whole.optional().describe("Seconds until an idle connection is closed (900)."),
  dns_retries: whole.optional().describe("How often a failed host name lookup is tried again (3)."),
}).describe("Limits for connections.");
