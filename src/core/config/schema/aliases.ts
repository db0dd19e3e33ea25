import { z } from "zod";
import { expected, text } from "./value.ts";

/** The commands of Kamal 2.12, whose names an alias cannot take. */
const commands = new Set(
  "accessory app audit build config deploy details docs init lock proxy prune redeploy registry remove rollback secrets server setup upgrade version".split(
    " ",
  ),
);

const name = z
  .string()
  .regex(/^[a-z0-9_-]+$/, {
    error: ({ input }) =>
      `Invalid alias name: '${input}'. Must only contain lowercase letters, alphanumeric, hyphens and underscores.`,
  })
  .refine((given) => !commands.has(given), { error: ({ input }) => `Alias '${input}' conflicts with a built-in command.` })
  .meta({ not: { enum: [...commands] } });

export const aliases = z
  .record(name, text, expected("a hash"))
  .describe("Short names for commands: the name, and what it stands for, with its options.");
