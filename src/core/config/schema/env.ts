import { z } from "zod";
import { expected, text, textMap } from "./value.ts";

/** An env section in one shape, however it was written. */
export interface RawEnv {
  readonly clear: Readonly<Record<string, string>>;
  readonly secret: readonly string[];
  readonly tags: Readonly<Record<string, RawEnv>>;
}

const clear = textMap
  .optional()
  .describe(
    "Variables whose values may be seen: they stand on the command line of `docker run`. Numbers and booleans become text.",
  );
const nameAndSecret = /^[^:]+(?::.+)?$/;
const reference = text
  .refine((entry) => nameAndSecret.test(entry), { error: "should be NAME or NAME:SECRET" })
  .meta({ pattern: nameAndSecret.source });
const secret = z
  .array(reference, expected("an array"))
  .optional()
  .describe(
    "Names of secrets. `NAME:SECRET` gives the container NAME with the value of SECRET. Values go into a file on the server, mode 0600.",
  );
const noTags = z.never({ error: "tags are only allowed in the root env" }).optional();
const special = ["clear", "secret", "tags"];
/** Variables stand either on their own or under `clear`: in the words of JSON Schema. */
const eitherShape = { anyOf: [{ propertyNames: { enum: special } }, { propertyNames: { not: { enum: special } } }] };

/** Env of a role, an accessory or a tag: a plain map of variables, or clear and secret. */
export const env = z
  .object({ clear, secret, tags: noTags }, expected("a hash"))
  .catchall(text)
  .superRefine(refuseMixture)
  .transform((given): RawEnv => ({ ...split(given), tags: {} }))
  .meta(eitherShape);

/** Env of the whole app, which may also give variables to the hosts of a tag. */
export const rootEnv = z
  .object(
    {
      clear,
      secret,
      tags: z
        .record(z.string(), env, expected("a hash"))
        .optional()
        .describe("Variables for hosts with a tag, by the name of the tag."),
    },
    expected("a hash"),
  )
  .catchall(text)
  .superRefine(refuseMixture)
  .transform((given): RawEnv => ({ ...split(given), tags: given.tags ?? {} }))
  .meta(eitherShape);

interface Given {
  readonly clear?: Readonly<Record<string, string>> | undefined;
  readonly secret?: readonly string[] | undefined;
}

function split(given: Given): { readonly clear: Readonly<Record<string, string>>; readonly secret: readonly string[] } {
  const plain = Object.entries(given).filter((entry): entry is [string, string] => !special.includes(entry[0]));
  return { clear: given.clear ?? Object.fromEntries(plain), secret: given.secret ?? [] };
}

function refuseMixture(given: Record<string, unknown>, context: z.RefinementCtx): void {
  const names = Object.keys(given);
  if (!names.some((name) => special.includes(name))) return;
  const keys = names.filter((name) => !special.includes(name));
  if (keys.length > 0) context.addIssue({ code: "unrecognized_keys", keys, input: given });
}
