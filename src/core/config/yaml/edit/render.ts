import { readScalar } from "../scalar.ts";
import type { NewValue } from "./change.ts";

export interface Style {
  /** Spaces before the keys of the map that is written to. */
  readonly indent: string;
  /** Spaces that each level adds. */
  readonly step: string;
  readonly lineBreak: string;
}

/** A pair with its value under further keys, in lines. */
export function blockPair(path: readonly string[], value: NewValue, style: Style): string {
  const [key = "", ...rest] = path;
  const head = `${style.indent}${scalar(key)}:`;
  const deeper = { ...style, indent: style.indent + style.step };
  if (rest.length > 0) return `${head}${style.lineBreak}${blockPair(rest, value, deeper)}`;
  if (isList(value)) return [head, ...value.map((item) => `${deeper.indent}- ${scalar(item)}`)].join(style.lineBreak);
  return `${head} ${typeof value === "object" ? value.source + value.comment : scalar(value)}`;
}

/** The same on one line. */
export function flowPair(path: readonly string[], value: NewValue): string {
  const [key = "", ...rest] = path;
  if (rest.length > 0) return `${scalar(key)}: { ${flowPair(rest, value)} }`;
  if (isList(value)) return `${scalar(key)}: [${value.map(scalar).join(", ")}]`;
  return `${scalar(key)}: ${typeof value === "object" ? value.source : scalar(value)}`;
}

const isList = (value: NewValue): value is readonly string[] => Array.isArray(value);

const plain = /^[\w/.\uE000-\uF8FF][\w/.@%+:~\uE000-\uF8FF -]*(?<![: ])$/;

/** In quotes where YAML would not read the same text without them. */
function scalar(value: string | number | boolean): string {
  if (typeof value !== "string") return String(value);
  return plain.test(value) && !value.includes(": ") && readScalar(value) === value ? value : `'${value.replaceAll("'", "''")}'`;
}
