import type { Path } from "../yaml/tree.ts";

/** Something that each value allows but the whole does not; its place is given by path. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
  readonly hint?: string;
}
