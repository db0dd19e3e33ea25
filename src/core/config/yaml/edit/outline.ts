import { isAlias, isMap, isScalar, isSeq, type Pair, parseAllDocuments, type YAMLMap } from "yaml";
import { startOf } from "../node.ts";
import { yamlOptions } from "../syntax-tree.ts";
import type { Written } from "./change.ts";

/** The first document's map, with the places of everything in the text. */
export function rootMap(text: string): YAMLMap | undefined {
  const [document] = parseAllDocuments(text, yamlOptions);
  return isMap(document?.contents) ? document.contents : undefined;
}

/** The pair of a key that is written in the map itself. */
export const pairAt = (map: YAMLMap, name: string): Pair | undefined =>
  map.items.find(({ key }) => isScalar(key) && key.value === name);

/** Where what is written ends: unlike the library's ranges, without the comments and blank lines behind it. */
export function contentEnd(text: string, node: unknown): number {
  if (isMap(node) && !node.flow) return contentEnd(text, node.items.at(-1)?.value ?? node.items.at(-1)?.key);
  if (isSeq(node) && !node.flow) return contentEnd(text, node.items.at(-1));
  const known = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node : undefined;
  const end = known?.range?.[1] ?? 0;
  return text.slice(0, end).trimEnd().length;
}

/** A value that is not written (`key:`) ends where its colon does. */
export function pairEnd(text: string, { key, value }: Pair): number {
  const end = contentEnd(text, value);
  return end > startOf(key) ? end : colon(text, key) + 1;
}

const colon = (text: string, key: unknown): number => text.indexOf(":", contentEnd(text, key));

/** The value at a path as it is written, with the comment behind it; undefined when it is not written there, or not on one line. */
export function sourceAt(text: string, path: readonly string[]): Written | undefined {
  const node = path.reduce<unknown>((here, name) => (isMap(here) ? pairAt(here, name)?.value : undefined), rootMap(text));
  const known = isScalar(node) || (isMap(node) && node.flow) || (isSeq(node) && node.flow) ? node : undefined;
  if (known === undefined) return undefined;
  const end = contentEnd(text, known);
  const source = text.slice(startOf(known), end);
  const comment = /^[ \t]+#[^\r\n]*/.exec(text.slice(end))?.[0] ?? "";
  return source === "" || source.includes("\n") ? undefined : { source, comment };
}
