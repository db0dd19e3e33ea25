import { z } from "zod";
import { expected } from "./value.ts";

const level = z.enum(["quiet", "verbose"], {
  error: ({ input }) =>
    typeof input === "string"
      ? `Invalid hooks_output '${input}', must be one of: quiet, verbose`
      : "should be a string or a symbol",
});

/** One level for all hooks, or one for each by its name. */
export const hooksOutput = z.union([level, z.record(z.string(), level)], expected("a string or a symbol"));
