import { z } from "zod";
import { type Host, hostName, isHost } from "../names.ts";

/** One wording for every wrong or missing value, Kamal's own where it has one. */
export const expected = (kind: string) => ({
  error: ({ input }: { readonly input?: unknown }): string => (input === undefined ? "is required" : `should be ${kind}`),
});

/** Anything that Ruby prints well: Kamal takes numbers and booleans where it wants a string. */
const printable = z.union([z.string(), z.number(), z.boolean()], expected("a string"));
export const text = printable.transform(String);
/** As text, but false means that nothing is set, as in Kamal: so a destination takes away what the base says. */
export const setting = printable.transform((given) => (given === false ? undefined : String(given)));
/** What stands by itself on a command line of Docker's, which would take it for an option. */
export const name = text.refine((given) => !given.startsWith("-"), { error: "should not start with a hyphen" });
export const whole = z.int(expected("an integer"));
/** A size: YAML 1.1 allows 40_000_000, which editors take for text. */
export const bytes = whole.meta({ type: ["integer", "string"], pattern: "^[0-9][0-9_]*$" });
export const flag = z.boolean(expected("a boolean"));
export const texts = z.array(text, expected("an array"));
export const textMap = z.record(z.string(), text, expected("a hash"));

/** A section: keys that are not listed are problems. */
export const section = <Shape extends z.ZodRawShape>(shape: Shape) => z.strictObject(shape, expected("a hash"));

/** A host name or an address. */
export const host = z
  .string(expected("a host name or an address"))
  .transform((name, context): Host => {
    if (isHost(name)) return name;
    context.addIssue({
      code: "custom",
      message: `should be a host name or an address, not ${JSON.stringify(name)}`,
      input: name,
    });
    return z.NEVER;
  })
  .meta({ pattern: hostName.source });

/** Docker and the server's file system both take these as names. */
export const safeName = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;
