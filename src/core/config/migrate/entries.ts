import type { Scalar } from "../yaml/scalar.ts";
import { type Entry, type MapTree, type Path, type Tree, treeAt } from "../yaml/tree.ts";

/** The pairs of the map at a path; none where there is no map. */
export function entriesAt(tree: Tree, path: Path): readonly (readonly [name: string, entry: Entry])[] {
  const found = treeAt(tree, path);
  return found?.kind === "map" ? [...found.entries] : [];
}

/** The pair at a path; its last step is the key. */
export const entryAt = (tree: MapTree, ...path: readonly string[]): Entry | undefined =>
  entriesAt(tree, path.slice(0, -1)).find(([name]) => name === path.at(-1))?.[1];

/** The single value at a path; undefined where there is none, or a larger one. */
export function scalarAt(tree: MapTree, ...path: readonly string[]): Scalar | undefined {
  const found = treeAt(tree, path);
  return found?.kind === "scalar" ? found.value : undefined;
}

/** A single value as text; null is the empty text. */
export const textOf = (tree: Tree | undefined): string => (tree?.kind === "scalar" ? String(tree.value ?? "") : "");

/** The single values of a list; a single value is a list of one. */
export const textsOf = (tree: Tree | undefined): readonly string[] =>
  tree?.kind === "list" ? tree.items.map(textOf) : tree?.kind === "scalar" ? [textOf(tree)] : [];

/** A number that may have been written as text, as Kamal 1 allowed. */
export function wholeOf(tree: Tree | undefined): number | undefined {
  const text = textOf(tree);
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
