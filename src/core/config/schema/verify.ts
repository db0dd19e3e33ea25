import { z } from "zod";
import { urlComplaint } from "../check-url.ts";
import type { Expectation } from "../landfall.ts";
import { time } from "./time.ts";
import { expected, section } from "./value.ts";

const url = z
  .string(expected("a URL"))
  .transform((given, context): string => {
    const complaint = urlComplaint(given);
    if (complaint === undefined) return new URL(given).href;
    context.addIssue({ code: "custom", message: complaint, input: given });
    return z.NEVER;
  })
  .meta({ pattern: "^https?://[^/?#@]+([/?#].*)?$" });

const expectation = z
  .union([z.int(), z.string()], expected("a status or a text"))
  .transform((given, context): Expectation => {
    const status = /^\d{3}$/.test(String(given)) ? Number(given) : undefined;
    if (status !== undefined && status >= 100 && status <= 599) return { status };
    if (typeof given === "string" && given !== "") return { text: given };
    context.addIssue({ code: "custom", message: "should be a status, such as 200, or a text", input: given });
    return z.NEVER;
  })
  .meta({ minimum: 100, maximum: 599, minLength: 1 });

const percentage = z
  .string(expected("a percentage"))
  .regex(/^(?:100|[0-9]{1,2})%$/, { error: "should be a percentage, such as 5%" })
  .transform((given) => Number(given.slice(0, -1)));

export const verify = section({
  url: z
    .union([url, z.array(url).min(1, { error: "should name at least one URL" })], expected("a URL or a list of them"))
    .describe("What the runner asks, without a name and a password in it; or a list, of which each has to answer well."),
  expect: expectation
    .optional()
    .describe(
      "The status that is right; or a text that has to be in the answer, beside a success. By default any success (2xx).",
    ),
  for: time(0)
    .optional()
    .describe("How long it is asked once a second after the first right answer, such as 30s.")
    .meta({ default: "0s" }),
  max_errors: percentage.optional().describe("How many of the answers in that time may be wrong.").meta({ default: "0%" }),
}).describe(
  "What has to answer once the new version is live, before the old one is stopped. If it does not, all servers go back, whatever `on_failure` says. Of `deploy`, `redeploy` and `setup`.",
);
