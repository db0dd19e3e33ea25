import { isAlias, isMap, isScalar, isSeq, type Pair, type Scalar as ScalarNode } from "yaml";
import { readScalar, type Scalar } from "./scalar.ts";

/** Where a node starts in the text. */
export function startOf(node: unknown): number {
  const known = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node : undefined;
  return known?.range?.[0] ?? 0;
}

export function anchorOf(node: unknown): string | undefined {
  return isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined;
}

/** YAML's own tags; Ruby's (`!ruby/object`) would make objects of a program that is not here. */
const knownTags: readonly unknown[] = [
  undefined,
  "!",
  ...["str", "int", "float", "bool", "null"].map((name) => `tag:yaml.org,2002:${name}`),
];

export const hasKnownTag = (node: ScalarNode): boolean => knownTags.includes(node.tag);

/** Quotes, block scalars and `!!str` make a string of anything. */
export function scalarValue(node: ScalarNode): Scalar {
  const text = String(node.value ?? "");
  const isText = node.type !== "PLAIN" || node.tag === "!" || node.tag === "tag:yaml.org,2002:str";
  return isText ? text : readScalar(text);
}

export function isMergeKey({ key, value }: Pair): boolean {
  return isScalar(key) && key.value === "<<" && (isAlias(value) || isMap(value) || isSeq(value));
}
