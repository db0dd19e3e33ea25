import { z } from "zod";
import { printedScalar } from "../yaml/scalar.ts";
import { expected } from "./value.ts";

/** Any value at all, points in time among them. */
const single = z.union(
  [z.string(), z.number(), z.boolean(), z.null(), z.symbol().meta({ type: "string" })],
  expected("a single value"),
);

/** Docker options: any key; true is a bare flag, a list repeats the option. */
export const options = z
  .record(z.string(), z.union([single, z.array(single)], expected("a single value or a list of them")), expected("a hash"))
  .transform((given) => Object.fromEntries(Object.entries(given).map(([name, value]) => [name, optionValue(value)] as const)));

type Single = z.infer<typeof single>;

function optionValue(value: Single | readonly Single[]): string | true | readonly (string | true)[] {
  if (typeof value === "object" && value !== null) return value.map((entry) => entry === true || printedScalar(entry));
  return value === true || printedScalar(value);
}

const restartPolicy = /^(?:no|always|unless-stopped|on-failure(?::\d+)?)$/;

/** Options of a container that Docker restarts: `restart` has few valid values. */
export const containerOptions = options
  .superRefine((given, context) => {
    const { restart } = given;
    if (restart === undefined || (typeof restart === "string" && restartPolicy.test(restart))) return;
    const message =
      restart === "false" || typeof restart !== "string"
        ? 'should be a string. Use "no" to disable restarts'
        : "should be no, always, unless-stopped, on-failure, or on-failure:N";
    context.addIssue({ code: "custom", path: ["restart"], message, input: restart });
  })
  .meta({
    properties: {
      restart: {
        type: "string",
        pattern: restartPolicy.source,
        description: 'When Docker starts the container again: unless-stopped, always, on-failure[:N] or "no", with quotes.',
        default: "unless-stopped",
      },
    },
  });

/** Values as Ruby prints them, null as nothing: an empty build argument is taken from the environment by Docker. */
export const printedMap = z
  .record(z.string(), single, expected("a hash"))
  .transform((given) => Object.fromEntries(Object.entries(given).map(([name, value]) => [name, printedScalar(value)] as const)));
