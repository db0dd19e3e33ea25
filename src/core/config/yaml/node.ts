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

const ownTags = ["str", "int", "float", "bool", "null", "seq", "map"].map((name) => `tag:yaml.org,2002:${name}`);

/** A tag that is none of YAML's own: Ruby's (`!ruby/object`) would make objects of a program that is not here. */
export function foreignTag(node: unknown): string | undefined {
  const tag = isMap(node) || isSeq(node) || isScalar(node) ? node.tag : undefined;
  return tag === undefined || tag === "!" || ownTags.includes(tag) ? undefined : tag;
}

/** Quotes, block scalars and `!!str` make a string of anything. */
export function scalarValue(node: ScalarNode): Scalar {
  const text = String(node.value ?? "");
  const isText = node.type !== "PLAIN" || node.tag === "!" || node.tag === "tag:yaml.org,2002:str";
  return isText ? text : readScalar(text);
}

export function isMergeKey({ key, value }: Pair): boolean {
  return isScalar(key) && key.value === "<<" && (isAlias(value) || isMap(value) || isSeq(value));
}
