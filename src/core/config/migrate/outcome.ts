import type { SourceFile } from "../source.ts";
import type { Change, NewValue } from "../yaml/edit/change.ts";
import type { Entry, MapTree } from "../yaml/tree.ts";
import { entriesAt } from "./entries.ts";

/** What a person should know of a migration; lines count from 1, in the file before it. */
export interface Note {
  readonly line: number;
  readonly message: string;
}

export type Outcome = Change | ({ readonly kind: "note" } & Note);

/** A file to migrate. */
export interface LegacyFile {
  /** Its Ruby is replaced by placeholders, see ruby.ts. */
  readonly source: SourceFile;
  readonly tree: MapTree;
  /** A destination's file with the base beneath it; of the base, the same as its tree. */
  readonly merged: MapTree;
  readonly isBase: boolean;
}

/** A note on a line of the file before it is rewritten. */
export const note = (line: number, message: string): Outcome => ({ kind: "note", line, message });

/** A note on the line of a key. */
export const noteAt = (entry: Entry, message: string): Outcome => note(entry.key().line, message);

/** Takes a key away, with its value. */
export const remove = (...path: readonly string[]): Outcome => ({ kind: "remove", path });

/** Writes a value, over one that is there. */
export const set = (path: readonly string[], value: NewValue): Outcome => ({ kind: "set", path, value });

/** Sets what the file does not set itself: settings of Kamal 2 win over those of Kamal 1 in a file that holds both. */
export function setIfAbsent({ tree }: LegacyFile, path: readonly string[], value: NewValue): readonly Outcome[] {
  const last = path.at(-1) ?? "";
  const names = entriesAt(tree, path.slice(0, -1)).map(([name]) => name);
  const rivals = last === "host" || last === "hosts" ? ["host", "hosts"] : [last];
  return rivals.some((name) => names.includes(name)) ? [] : [set(path, value)];
}
