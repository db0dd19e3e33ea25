/** A file of the user's; `text` is what YAML reads, after ERB. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Where the text came from, when a template made it: problems then point into the template. */
  readonly template?: Template | undefined;
}

export interface Template {
  readonly text: string;
  /** The offset in the template that the offset in the rendered text came from. */
  readonly offsetOf: (renderedOffset: number) => number;
}

/** A place in a file; lines and columns count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Finds positions in a file, in the words of the text the user sees. */
export function positionFinder({ path, text, template }: SourceFile): (offset: number) => Position {
  const starts = lineStarts(template?.text ?? text);
  return (rendered) => {
    const offset = template === undefined ? rendered : template.offsetOf(rendered);
    const line = lineAt(starts, offset);
    return { file: path, line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** The last line that starts at or before the offset, by bisection. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
