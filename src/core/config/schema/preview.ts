import { z } from "zod";
import { namesIn } from "../preview/template.ts";
import { env } from "./env.ts";
import { expected, flag, host, section, text, texts, whole } from "./value.ts";

const hostTemplate = /^(?:[A-Za-z0-9.-]|\{(?:number|branch|role)\})+$/;

const address = text
  .superRefine((given, context) => {
    const refuse = (message: string): void => context.addIssue({ code: "custom", message, input: given });
    if (!hostTemplate.test(given)) return refuse("should be a host name with {number}, and maybe {branch} and {role}, in it");
    if (!namesIn(given).includes("number")) refuse("needs {number}: without it two previews could have the same address");
  })
  .meta({ pattern: "\\{number\\}" });

/** A time that people wait for a preview: `30m`, `24h`, `7d`. */
const time = z
  .string(expected("a time"))
  .transform((given, context): number => {
    const [, digits = "", unit = ""] = /^([1-9]\d{0,5})([mhd])$/.exec(given) ?? [];
    if (digits !== "") return Number(digits) * (seconds[unit] ?? 0);
    context.addIssue({ code: "custom", message: "should be a time, such as 30m, 24h or 7d", input: given });
    return z.NEVER;
  })
  .meta({ pattern: "^[1-9][0-9]*[mhd]$" });

const seconds: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400 };

const own = section({
  env: env
    .optional()
    .describe("Variables over those of the accessory; `{service}`, `{number}`, `{branch}` and `{host}` are filled in."),
  seed: z
    .string(expected("a string"))
    .regex(/\S/, { error: "should be a command" })
    .optional()
    .describe(
      "A command that runs in the preview's new image until it has succeeded once, such as `bin/rails db:setup`. The server's shell reads it.",
    ),
});

const certificate = section({
  certificate_pem: text.describe("The name of the secret with the certificate."),
  private_key_pem: text.describe("The name of the secret with its private key."),
});

const userName = /^[A-Za-z0-9._@-]+$/;

const auth = section({
  username: text
    .refine((given) => userName.test(given), { error: "should be made of letters, digits and . _ @ -" })
    .describe("The name that visitors give.")
    .meta({ pattern: userName.source }),
  password: text.describe("The name of the secret with the password that they give."),
});

const share = z.union(
  [z.enum(["own", "shared"], { error: "should be own, shared or a hash" }), own],
  expected("own, shared or a hash"),
);

export const preview = section({
  host: address.describe(
    "The address of a preview: `{number}` is the pull request's, `{branch}` its branch in small letters, digits and hyphens, `{role}` the role. DNS has to lead it to the servers, which one record with a `*` does.",
  ),
  ssl: z
    .union([flag, certificate], expected("a boolean or a hash"))
    .optional()
    .describe(
      "`true`: a certificate for each preview; or the names of the secrets that hold one for all of them, which is for `*.` and their domain. By default as `proxy.ssl` says.",
    ),
  auth: auth
    .optional()
    .describe(
      "The user name and password without which nobody sees a preview. For the caddy engine, as kamal-proxy asks nobody for one.",
    ),
  servers: z
    .array(host, expected("an array"))
    .min(1, { error: "should name at least one server" })
    .optional()
    .describe("Where previews run, each on all of them. By default on the first server of the primary role."),
  roles: texts.optional().describe("The roles that a preview has. By default the primary role alone."),
  env: env
    .optional()
    .describe(
      "Variables over those of the roles; `{service}`, `{number}`, `{branch}`, `{role}` and `{host}` are filled in. Under `secret` stand all secrets that a preview gets: those of the app are not for it.",
    ),
  accessories: z
    .record(z.string(), share, expected("a hash"))
    .optional()
    .describe(
      "By the name of an accessory: `own` for one in each preview, called like the preview's service and the accessory, or a map with `env` and `seed`; `shared` for the app's own. By default the app's own as well, unless a variable leads to it: then it has to be said.",
    ),
  max: whole
    .min(1, { error: "should be 1 or more" })
    .optional()
    .describe("How many previews there may be at once. A further one is refused."),
  ttl: time.optional().describe("How long after its last deploy `preview prune` takes a preview away, such as 7d."),
  sleep_after: time
    .optional()
    .describe("After how long without a request `preview prune` stops a preview, such as 24h. Its next deploy starts it again."),
  label: text.optional().describe("Only pull requests with this label get a preview. By default all."),
  allow_forks: z
    .union([z.literal(false), z.literal("approved")], { error: "should be approved or false" })
    .optional()
    .describe(
      "`approved`: a pull request from a fork gets a preview if its run waited for a person to approve the job's environment.",
    )
    .meta({ default: false }),
  hooks: flag.optional().describe("Whether the project's hooks run for previews.").meta({ default: false }),
}).describe("A running copy of the app for each pull request, by the command `preview`.");
