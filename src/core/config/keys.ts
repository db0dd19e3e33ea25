import { isSchema, type JsonSchema, written } from "./json-schema.ts";

/** A key of deploy.yml, for people. */
export interface Key {
  /** From its chapter on: `healthcheck.path`. */
  readonly path: string;
  readonly kind: string;
  readonly required: boolean;
  /** As it would be written; undefined when there is none, or `meaning` says it. */
  readonly default: string | undefined;
  readonly meaning: string;
}

/** What stands for the names that a person chooses, by the key above them. */
const placeholders: Readonly<Record<string, string>> = { servers: "ROLE", accessories: "NAME", tags: "TAG" };

/**
 * The keys below one, in the order of the schema.
 * @param known the sections that have a chapter of their own, by their name: they are only named where they come up again
 */
export function keysBelow(name: string, schema: JsonSchema, known: Readonly<Record<string, JsonSchema>>): readonly Key[] {
  return branches(schema).flatMap((branch) => [
    ...Object.keys(branch.properties ?? {}).flatMap((key) => keysAt(key, branch, known)),
    ...below(placeholders[name] ?? "NAME", branch.additionalProperties, known),
  ]);
}

function keysAt(path: string, parent: JsonSchema, known: Readonly<Record<string, JsonSchema>>): readonly Key[] {
  const schema = parent.properties?.[path];
  if (!isSchema(schema) || schema.not !== undefined) return [];
  const chapter = chapterOf(schema, known);
  const key = {
    path,
    kind: chapter === undefined ? kindOf(schema) : `as ${chapter}`,
    required: parent.required?.includes(path) ?? false,
    default: schema.default === undefined ? undefined : written(schema.default),
    meaning: schema.description ?? "",
  };
  return chapter === undefined ? [key, ...prefixed(path, keysBelow(path, schema, known))] : [key];
}

function below(name: string, schema: unknown, known: Readonly<Record<string, JsonSchema>>): readonly Key[] {
  return isSchema(schema) && chapterOf(schema, known) === undefined ? prefixed(name, keysBelow(name, schema, known)) : [];
}

/** The chapter of a section that comes up again: it has the same keys. */
function chapterOf(schema: JsonSchema, known: Readonly<Record<string, JsonSchema>>): string | undefined {
  const keys = keyNames(schema);
  return keys === undefined ? undefined : Object.keys(known).find((name) => keyNames(known[name]) === keys);
}

const keyNames = (schema: JsonSchema | undefined): string | undefined =>
  (schema === undefined ? [] : branches(schema))
    .map(({ properties }) => properties && Object.keys(properties).join())
    .find((keys) => keys !== undefined);

const prefixed = (prefix: string, keys: readonly Key[]): readonly Key[] =>
  keys.map((key) => ({ ...key, path: `${prefix}.${key.path}` }));

/** A schema, those it may be instead, and that of a list's entries. */
function branches(schema: JsonSchema): readonly JsonSchema[] {
  return [schema, ...[...(schema.anyOf ?? []), schema.items].flat().filter(isSchema).flatMap(branches)];
}

function kindOf(schema: JsonSchema): string {
  if (schema.enum !== undefined) return schema.enum.filter((word) => !/^:/.test(String(word))).join(", ");
  if (schema.type !== undefined) return typeName([schema.type].flat());
  return [...new Set((schema.anyOf ?? []).filter(isSchema).map(kindOf))].join(" or ");
}

function typeName(types: readonly string[]): string {
  if (types.includes("integer")) return "whole number";
  if (types.includes("string")) return types.length > 1 ? "text" : "string";
  if (types.includes("boolean")) return "true or false";
  return types.includes("array") ? "list" : "map";
}
