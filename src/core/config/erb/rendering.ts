import type { SourceFile, Template } from "../source.ts";
import type { ErbFile } from "./pieces.ts";

/** A piece filled in; what a tag made is not verbatim, and points to the tag as a whole. */
export interface Filled {
  readonly text: string;
  readonly at: number;
  readonly verbatim: boolean;
}

/** What YAML reads, with the way back to the template. */
export function renderedFile({ path, text }: ErbFile, filled: readonly Filled[]): SourceFile {
  return { path, text: filled.map((piece) => piece.text).join(""), template: templateOf(text, filled) };
}

function templateOf(text: string, filled: readonly Filled[]): Template {
  let end = 0;
  const stretches = filled.map((piece) => {
    const start = end;
    end += piece.text.length;
    return { ...piece, start, end };
  });
  return {
    text,
    offsetOf: (offset) => {
      const found = stretches.find((stretch) => offset < stretch.end) ?? stretches.at(-1);
      if (found === undefined) return 0;
      return found.verbatim ? found.at + offset - found.start : found.at;
    },
  };
}
