import { isAlias, isMap, isScalar, isSeq, type Pair, type Scalar as ScalarNode } from "yaml";
import { readAsFloat, readScalar, type Scalar } from "./scalar.ts";

/** Where a node starts in the text. */
export function startOf(node: unknown): number {
  const known = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node : undefined;
  return known?.range?.[0] ?? 0;
}

/** The name that a node can be repeated by. */
export function anchorOf(node: unknown): string | undefined {
  return isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined;
}

/** A tag by which Ruby would make an object of a program that is not here; it passes over tags that it does not know. */
export function foreignTag(node: unknown): string | undefined {
  const tag = isMap(node) || isSeq(node) || isScalar(node) ? node.tag : undefined;
  return tag !== undefined && /^!ruby\/(?!sym(?:bol)?$|string$)|[!:]omap$/.test(tag) ? tag : undefined;
}

/**
 * Quotes, block scalars and `!!str` make a string of anything; under any other tag even quoted text is read as if it were plain.
 * Source: Psych's visitors/to_ruby.rb.
 */
export function scalarValue(node: ScalarNode): Scalar {
  const text = String(node.value ?? "");
  if (node.tag === undefined) return node.type === "PLAIN" ? readScalar(text) : text;
  switch (node.tag.replace("tag:yaml.org,2002:", "!")) {
    case "!str":
    case "!ruby/string":
    case "!ruby/sym":
    case "!ruby/symbol":
      return text;
    case "!binary":
      return Buffer.from(text, "base64").toString();
    case "!float":
      return readAsFloat(text);
    default:
      return readScalar(text);
  }
}

/** `<<` with plain text behind it is a key like any other. */
export function isMergeKey({ key, value }: Pair): boolean {
  return isScalar(key) && key.value === "<<" && (isAlias(value) || isMap(value) || isSeq(value));
}
