import { z } from "zod";
import type { Boot } from "../config.ts";
import { expected, flag, section, whole } from "./value.ts";

const limit = z
  .union([z.int(), z.string()], expected("a string"))
  .transform((given, context): NonNullable<Boot["limit"]> => {
    const [, digits = "", percent] = /^(\d+)(%?)$/.exec(String(given)) ?? [];
    const number = Number(digits);
    if (digits !== "" && percent === "%") return { percent: number };
    if (digits !== "" && number > 0) return { hosts: number };
    context.addIssue({ code: "custom", message: "should be a number of hosts or a percentage, such as 2 or 25%", input: given });
    return z.NEVER;
  })
  .meta({ minimum: 1, pattern: "^(?:[0-9]+%|0*[1-9][0-9]*)$" });

export const boot = section({
  limit: limit
    .optional()
    .describe(
      "How many hosts start the new version at once: a number, or a percentage of all hosts such as 25% (rounded down, at least one). All at once by default.",
    ),
  wait: whole.optional().describe("Seconds to wait between groups of hosts.").meta({ default: 0 }),
  parallel_roles: flag
    .optional()
    .describe("Start all roles of a host side by side, not one after another.")
    .meta({ default: false }),
}).describe("In which steps a new version reaches the hosts.");
