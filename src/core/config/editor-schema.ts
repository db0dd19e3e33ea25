import { configSchema, isSchema, type JsonSchema, meaning } from "./json-schema.ts";

/** For editors, which see one file at a time: what is not in this file may be in the other one. */
export function editorSchema(address: string): JsonSchema {
  const schema = configSchema();
  adapt(schema, { whole: false });
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: address,
    title: "deploy.yml",
    description: "The settings of a deploy by Landfall or Kamal 2.",
    ...schema,
    patternProperties: { "^x-": {} },
  };
}

/** @param whole nothing can lack here: of two files' lists one replaces the other, while their maps are merged */
function adapt(schema: JsonSchema, { whole }: { readonly whole: boolean }): void {
  const { properties = {}, additionalProperties, anyOf = [], items } = schema;
  for (const part of [...Object.values(properties), additionalProperties, ...anyOf].filter(isSchema)) adapt(part, { whole });
  for (const entry of [items].flat().filter(isSchema)) adapt(entry, { whole: true });
  if (!whole) delete schema.required;
  explain(schema);
  joinShapes(schema);
}

/** Defaults move into the text: from the keyword, editors would write each one out with a new section. */
function explain(schema: JsonSchema): void {
  const text = meaning(schema);
  if (text !== undefined) schema.description = text;
  delete schema.default;
}

/**
 * Shapes of different types become one schema. It means the same, and where a key is misspelt an editor names the key, instead of
 * saying that no shape fits.
 */
function joinShapes(schema: JsonSchema): void {
  const shapes = (schema.anyOf ?? []).filter(isSchema);
  const types = shapes.flatMap(({ type = [] }) => type);
  if (shapes.length < 2 || !shapes.every(isOfItsTypeOnly) || new Set(types).size < types.length) return;
  delete schema.anyOf;
  Object.assign(schema, ...shapes, { ...schema, type: types });
}

/** Whether no keyword says anything about values of other types. */
const isOfItsTypeOnly = (shape: JsonSchema): boolean =>
  shape.type !== undefined && ["enum", "const", "not", "anyOf", "oneOf"].every((keyword) => shape[keyword] === undefined);
