/** A mistake in a file that the user wrote, precise enough for an editor or an annotation. Lines and columns count from 1. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Where in the file's tree, e.g. `servers/web/hosts`; empty for the whole file. */
  readonly path: string;
  readonly message: string;
  readonly hint?: string | undefined;
  /** Nobody can look into the file, as it is not there: deploy.yml itself, or that of a destination. */
  readonly absent?: "base" | "destination" | undefined;
}

/** The texts that problems point into, by file. */
export type Sources = ReadonlyMap<string, string>;

/** Bad input, found before any server was reached. */
export class InvalidInput extends Error {
  override readonly name = "InvalidInput";
  readonly problems: readonly Problem[];
  readonly sources: Sources;

  constructor(problems: readonly Problem[], sources: Sources = new Map()) {
    super(problems.map(({ file, line, column, path, message }) => `${file}:${line}:${column} ${path}: ${message}`).join("\n"));
    this.problems = problems;
    this.sources = sources;
  }
}
