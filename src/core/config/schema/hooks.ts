import { z } from "zod";
import { expected } from "./value.ts";

const level = z
  .enum(["quiet", "verbose"], {
    error: ({ input }) =>
      typeof input === "string"
        ? `Invalid hooks_output '${input}', must be one of: quiet, verbose`
        : "should be a string or a symbol",
  })
  .meta({ enum: ["quiet", "verbose", ":quiet", ":verbose"] });

const kind = "a string or a symbol";
const unset = z
  .boolean(expected(kind))
  .refine((given) => !given, { error: `should be ${kind}` })
  .transform(() => undefined);

/** One level for all hooks, or one for each by its name; false is as if nothing stood there. */
export const hooksOutput = z.union([level, unset, z.record(z.string(), level)], expected(kind));
