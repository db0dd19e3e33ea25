import { configSchema, isSchema, type JsonSchema, meaning } from "./json-schema.ts";
import { legacyHint } from "./legacy.ts";
import { nearest } from "./nearest.ts";
import type { Path } from "./yaml/tree.ts";

/** What a person who wrote an unknown key most likely wants to know. */
export function unknownKeyHint(path: Path, key: string): string | undefined {
  const legacy = legacyHint([...path, key]);
  if (legacy !== undefined) return legacy;
  const unseen = /[^\P{C}\t]|[^\P{Z} ]/u.exec(key)?.[0];
  if (unseen !== undefined) return `It holds an invisible character, ${codePoint(unseen)}: type it anew.`;
  const near = meantKey(path, key);
  if (near !== undefined) return `Did you mean \`${near}\`?`;
  const known = knownKeys(path);
  if (known.length > 16) return "`landfall docs` explains all keys.";
  return known.length > 0 ? `Known keys here: ${known.join(", ")}.` : undefined;
}

/** The key that an unknown one was likely meant to be. */
export const meantKey = (path: Path, key: string): string | undefined => nearest(key, knownKeys(path));

const knownKeys = (path: Path): readonly string[] => schemasAt(path).flatMap(({ properties }) => Object.keys(properties ?? {}));

const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

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
