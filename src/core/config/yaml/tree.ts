import type { Position } from "../source.ts";
import type { Scalar } from "./scalar.ts";

/** Found only for what a problem points at: a file holds thousands of places. */
export type Place = () => Position;

/** A file's content with the place of every key and value, so that problems can point after files were merged. */
export type Tree = MapTree | ListTree | ScalarTree;

export interface MapTree {
  readonly kind: "map";
  readonly at: Place;
  readonly entries: ReadonlyMap<string, Entry>;
  /** How many values it holds once its aliases are written out. */
  readonly size: number;
}

interface ListTree {
  readonly kind: "list";
  readonly at: Place;
  readonly items: readonly Tree[];
  readonly size: number;
}

interface ScalarTree {
  readonly kind: "scalar";
  readonly at: Place;
  readonly value: Scalar;
  readonly size: 1;
}

export interface Entry {
  readonly key: Place;
  readonly value: Tree;
}

export type Path = readonly PropertyKey[];

/** A map, with its size counted. */
export function mapTree(at: Place, entries: ReadonlyMap<string, Entry>): MapTree {
  return { kind: "map", at, entries, size: [...entries.values()].reduce((sum, entry) => sum + entry.value.size, 1) };
}

/** A list, with its size counted. */
export function listTree(at: Place, items: readonly Tree[]): ListTree {
  return { kind: "list", at, items, size: items.reduce((sum, item) => sum + item.size, 1) };
}

/** The destination's file over the base: maps merge, anything else replaces. */
export function mergeTrees(base: MapTree, over: MapTree): MapTree {
  const entries = new Map(base.entries);
  for (const [name, entry] of over.entries) {
    const below = entries.get(name)?.value;
    const merge = below?.kind === "map" && entry.value.kind === "map";
    entries.set(name, merge ? { key: entry.key, value: mergeTrees(below, entry.value) } : entry);
  }
  return mapTree(over.at, entries);
}

/** The bare value. */
export function plainValue(tree: Tree): unknown {
  switch (tree.kind) {
    case "scalar":
      return tree.value;
    case "list":
      return tree.items.map(plainValue);
    case "map":
      return Object.fromEntries([...tree.entries].map(([name, entry]) => [name, plainValue(entry.value)]));
  }
}

/** Where to point for a path: at a single value itself, at the key of a larger one, at the nearest parent of a missing one. */
export function positionAt(tree: Tree, path: Path): Position {
  let here = tree;
  let place = tree.at;
  for (const step of path) {
    const entry = child(here, step);
    if (entry === undefined) return place();
    place = pointAt(entry);
    here = entry.value;
  }
  return place();
}

/** The position of a key itself. */
export function keyPosition(tree: Tree, path: Path, key: string): Position {
  return child(treeAt(tree, path), key)?.key() ?? positionAt(tree, path);
}

function pointAt({ key, value }: Entry): Place {
  return value.kind === "scalar" && value.value !== null ? value.at : key;
}

/** What stands at a path; undefined when nothing does. */
export function treeAt(tree: Tree, path: Path): Tree | undefined {
  return path.reduce<Tree | undefined>((here, step) => child(here, step)?.value, tree);
}

function child(tree: Tree | undefined, step: PropertyKey): Entry | undefined {
  if (tree?.kind === "map") return tree.entries.get(String(step));
  const item = tree?.kind === "list" ? tree.items[Number(step)] : undefined;
  return item && { key: item.at, value: item };
}
