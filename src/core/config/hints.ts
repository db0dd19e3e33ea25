import { configSchema, isSchema, type JsonSchema, meaning } from "./json-schema.ts";
import { legacyHint } from "./legacy.ts";
import { nearest } from "./nearest.ts";
import type { Path } from "./yaml/tree.ts";

/** What a person who wrote an unknown key most likely wants to know. */
export function unknownKeyHint(path: Path, key: string): string | undefined {
  const legacy = legacyHint([...path, key]);
  if (legacy !== undefined) return legacy;
  const known = schemasAt(path).flatMap(({ properties }) => Object.keys(properties ?? {}));
  const near = nearest(key, known);
  if (near !== undefined) return `Did you mean \`${near}\`?`;
  return known.length > 0 && known.length <= 16 ? `Known keys here: ${known.join(", ")}.` : undefined;
}

/** What the value at a path is for, in the schema's words. */
export function hintFor(path: Path): string | undefined {
  return (
    legacyHint(path) ??
    schemasAt(path)
      .map(meaning)
      .find((text) => text !== undefined)
  );
}

let json: JsonSchema | undefined;

/** The branches of the JSON Schema that describe a place; made once, and only when there is something to explain. */
function schemasAt(path: Path): readonly JsonSchema[] {
  json ??= configSchema();
  return path.reduce<readonly JsonSchema[]>(
    (here, step) => here.flatMap((schema) => children(schema, String(step))).flatMap(branches),
    branches(json),
  );
}

function branches(schema: JsonSchema): readonly JsonSchema[] {
  return [schema, ...(schema.anyOf ?? []).filter(isSchema).flatMap(branches)];
}

function children(schema: JsonSchema, step: string): readonly JsonSchema[] {
  const property = schema.properties?.[step];
  const candidates = property === undefined ? [schema.additionalProperties, schema.items] : [property];
  return candidates.flat().filter(isSchema);
}
