/** One change of a file, by the keys that lead to its place; everything else stays as it is written. */
export type Change = SetValue | RenameKey | RemoveKey;

interface SetValue {
  readonly kind: "set";
  readonly path: readonly string[];
  readonly value: NewValue;
}

interface RenameKey {
  readonly kind: "rename";
  readonly path: readonly string[];
  readonly to: string;
}

interface RemoveKey {
  readonly kind: "remove";
  readonly path: readonly string[];
}

export type NewValue = string | number | boolean | readonly string[] | Written;

/** A value as it stands somewhere in the file, quotes and all, with the comment behind it. */
export interface Written {
  readonly source: string;
  readonly comment: string;
}
