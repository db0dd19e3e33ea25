import { z } from "zod";
import { root } from "./schema/root.ts";

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** What a deploy.yml means once its files are merged, in the words of JSON Schema. */
export function configSchema(): JsonSchema {
  return z.toJSONSchema(root, { io: "input", unrepresentable: "any", target: "draft-7", override: tidy });
}

/** What a key is for, with its default. */
export const meaning = ({ description, default: value }: JsonSchema): string | undefined =>
  description === undefined || value === undefined ? description : `${description} Default: ${written(value)}.`;

/** A default as a person would name it. */
export const written = (value: unknown): string => (Array.isArray(value) ? value.join(", ") : String(value));

interface Made {
  readonly zodSchema: z.core.$ZodType;
  readonly jsonSchema: JsonSchema;
}

/** Zod forgets the defaults of values that it changes, and says of every whole number how large a JavaScript number can be. */
function tidy({ zodSchema, jsonSchema }: Made): void {
  const { default: value } = z.globalRegistry.get(zodSchema) ?? {};
  if (value !== undefined) jsonSchema.default = value;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}

/** JSON Schema also has `true`, for anything, and `false`. */
export const isSchema = (value: unknown): value is JsonSchema => typeof value === "object" && value !== null;
