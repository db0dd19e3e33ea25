import { configSchema, isSchema, type JsonSchema } from "../../src/core/config/json-schema.ts";

/** Everywhere in deploy.yml where the schema takes a text: keys from the root, a star for a name that a person gives. */
export const schemaTexts = (): string[] => [...new Set(textsIn(configSchema(), []))];

function textsIn(schema: JsonSchema, path: readonly string[]): string[] {
  const { properties = {}, additionalProperties, anyOf = [], items, type, enum: values } = schema;
  const isText = values === undefined && schema.const === undefined && [type].flat().includes("string");
  const parts = [
    ...Object.entries({ ...properties, "*": additionalProperties }).map(([key, part]) => [part, [...path, key]] as const),
    ...[...anyOf, ...[items].flat()].map((part) => [part, path] as const),
  ];
  return [...(isText ? [path.join("+")] : []), ...parts.flatMap(([part, at]) => (isSchema(part) ? textsIn(part, at) : []))];
}
