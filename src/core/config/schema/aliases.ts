import { z } from "zod";
import { expected, text } from "./value.ts";

/** The commands of Kamal 2.12, whose names an alias cannot take. */
const commands = new Set(
  "accessory app audit build config deploy details docs init lock proxy prune redeploy registry remove rollback secrets server setup upgrade version".split(
    " ",
  ),
);

const name = z.string().superRefine((given, context) => {
  if (!/^[a-z0-9_-]+$/.test(given))
    context.addIssue({
      code: "custom",
      message: `Invalid alias name: '${given}'. Must only contain lowercase letters, alphanumeric, hyphens and underscores.`,
      input: given,
    });
  if (commands.has(given))
    context.addIssue({ code: "custom", message: `Alias '${given}' conflicts with a built-in command.`, input: given });
});

export const aliases = z.record(name, text, expected("a hash")).describe("Short names for commands.");
