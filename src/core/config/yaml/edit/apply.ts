import { isMap, isScalar, type Pair, type YAMLMap } from "yaml";
import { startOf } from "../node.ts";
import type { Change, NewValue } from "./change.ts";
import { blockEnd, columnOf, lineAt, lineBreak, lineStart, nextLine, placeBehind } from "./lines.ts";
import { contentEnd, pairAt, pairEnd, rootMap } from "./outline.ts";
import { blockPair, flowPair, type Style } from "./render.ts";

/** Where a new key goes, by its name: before the first of some others or behind one; at the end otherwise. */
export type Placement = Readonly<Record<string, { readonly before?: readonly string[]; readonly after?: string }>>;

/** The text with one change; undefined where the place is not written out, but comes from an alias or a merge key. */
export function applyChange(text: string, change: Change, placement: Placement): string | undefined {
  const root = rootMap(text);
  if (root === undefined) return undefined;
  switch (change.kind) {
    case "set":
      return set({ text, map: root, path: change.path, value: change.value, placement });
    case "rename":
      return rename(text, root, change.path, change.to);
    case "remove":
      return remove(text, root, change.path);
  }
}

interface Setting {
  readonly text: string;
  readonly map: YAMLMap;
  readonly path: readonly string[];
  readonly value: NewValue;
  readonly placement: Placement;
}

function set(setting: Setting): string | undefined {
  const { text, map, path, value } = setting;
  const [name = "", ...rest] = path;
  const pair = pairAt(map, name);
  if (pair === undefined) return insert(setting);
  if (rest.length > 0 && isMap(pair.value)) return set({ ...setting, map: pair.value, path: rest });
  if (rest.length > 0 && !(isScalar(pair.value) || pair.value === null)) return undefined;
  const style = styleOf(text, map);
  const written = map.flow ? flowPair(path, value) : blockPair(path, value, style).slice(style.indent.length);
  return splice(text, startOf(pair.key), pairEnd(text, pair), written);
}

function insert({ text, map, path, value, placement }: Setting): string {
  if (map.flow) return flowMap(text, map, [...map.items.map((pair) => pairSource(text, pair)), flowPair(path, value)]);
  const style = styleOf(text, map);
  const block = blockPair(path, value, style);
  const { before = [], after = "" } = placement[path[0] ?? ""] ?? {};
  const next = map.items.find(({ key }) => isNamed(key, before));
  if (next) return insertBefore(text, lineStart(text, startOf(next.key)), block, style);
  const last = map.items.find(({ key }) => isNamed(key, [after])) ?? map.items.at(-1);
  const at = last === undefined ? text.length : placeBehind(text, pairEnd(text, last), columnOf(text, startOf(last.key)));
  const open = at > 0 && text[at - 1] !== "\n" ? style.lineBreak : "";
  const apart = style.indent === "" && isApart(text, last, at) ? style.lineBreak : "";
  return splice(text, at, undefined, `${open}${apart}${block}${style.lineBreak}`);
}

/** What stands above a key may be a comment on it, which goes with what takes the key's place. */
function insertBefore(text: string, at: number, block: string, style: Style): string {
  const above = at === 0 ? "" : lineAt(text, at - 1).trim();
  const spaced = style.indent === "" && above !== "" && !above.startsWith("#") && /\n[ \t]*\r?\n/.test(text);
  return splice(text, at, undefined, `${spaced ? style.lineBreak : ""}${block}${style.lineBreak}`);
}

const isNamed = (key: unknown, names: readonly string[]): boolean => isScalar(key) && names.includes(String(key.value));

/** Whether blank lines stand between this part of the file and its neighbours. */
function isApart(text: string, pair: Pair | undefined, end: number): boolean {
  const start = lineStart(text, startOf(pair?.key));
  const above = start > 0 && lineAt(text, start - 1).trim() === "";
  return above || (end < text.length && lineAt(text, end).trim() === "");
}

function rename(text: string, root: YAMLMap, path: readonly string[], to: string): string | undefined {
  const map = path.slice(0, -1).reduce<unknown>((here, name) => (isMap(here) ? pairAt(here, name)?.value : undefined), root);
  const pair = isMap(map) ? pairAt(map, path.at(-1) ?? "") : undefined;
  return pair && splice(text, startOf(pair.key), contentEnd(text, pair.key), to);
}

/** A map that loses its last key goes as a whole. */
function remove(text: string, map: YAMLMap, path: readonly string[]): string | undefined {
  const [name = "", ...rest] = path;
  const pair = pairAt(map, name);
  if (pair === undefined || (rest.length > 0 && !isMap(pair.value))) return undefined;
  if (isMap(pair.value) && rest.length > 0 && !(rest.length === 1 && isOnly(pair.value, rest[0])))
    return remove(text, pair.value, rest);
  if (!map.flow) return removeLines(text, pair);
  const others = map.items.filter((item) => item !== pair).map((item) => pairSource(text, item));
  return flowMap(text, map, others);
}

const isOnly = ({ items }: YAMLMap, name: string | undefined): boolean =>
  items.length === 1 && isNamed(items[0]?.key, [name ?? ""]);

function removeLines(text: string, pair: Pair): string | undefined {
  const from = lineStart(text, startOf(pair.key));
  if (text.slice(from, startOf(pair.key)).trim() !== "") return undefined;
  const to = blockEnd(text, pairEnd(text, pair), columnOf(text, startOf(pair.key)));
  const blankAbove = from === 0 || lineAt(text, from - 1).trim() === "";
  const blankBelow = to >= text.length || lineAt(text, to).trim() === "";
  if (!blankAbove || !blankBelow) return splice(text, from, to, "");
  if (to < text.length) return splice(text, from, nextLine(text, to), "");
  return splice(text, Math.max(0, lineStart(text, from - 1)), to, "");
}

function flowMap(text: string, map: YAMLMap, pairs: readonly string[]): string {
  const start = text.indexOf("{", startOf(map));
  const space = text[start + 1] === " " ? " " : "";
  return splice(text, start, contentEnd(text, map), pairs.length === 0 ? "{}" : `{${space}${pairs.join(", ")}${space}}`);
}

const pairSource = (text: string, pair: Pair): string => text.slice(startOf(pair.key), pairEnd(text, pair));

function styleOf(text: string, map: YAMLMap): Style {
  const first = map.items[0]?.key;
  const column = first === undefined ? 0 : columnOf(text, startOf(first));
  return { indent: " ".repeat(column), step: " ".repeat(stepOf(text)), lineBreak: lineBreak(text) };
}

/** How far the file indents, by the first map that stands inside another. */
function stepOf(text: string): number {
  const nested = rootMap(text)?.items.find(({ value }) => isMap(value) && !value.flow && value.items.length > 0)?.value;
  return isMap(nested) ? columnOf(text, startOf(nested.items[0]?.key)) || 2 : 2;
}

const splice = (text: string, from: number, to: number | undefined, put: string): string =>
  text.slice(0, from) + put + text.slice(to ?? from);
