import { interpreter } from "./interpreter.ts";
import type { ErbFile, Piece, Tag } from "./pieces.ts";

/** A Ruby program for standard input that fills in files one after the other, and prints a report. */
export const rubyProgram = (files: readonly ErbFile[]): string => `${interpreter}__END__\n${JSON.stringify(files.map(codeOf))}`;

/**
 * The Ruby that a template stands for, in which every tag is on its own line of the template. Ruby's own ERB loses the text
 * behind `<% # a comment %>`; here the comment ends with its line.
 */
function codeOf({ text, pieces }: ErbFile): string {
  let code = "";
  let line = 1;
  for (const [index, piece] of pieces.entries()) {
    const next = rubyOf(piece, index);
    if (next === "") continue;
    const wanted = lineOf(text, piece.at) + ("text" in piece && piece.text.includes("\n") ? 1 : 0);
    const gap = "\n".repeat(Math.max(0, wanted - line));
    code += `${gap === "" && !code.endsWith("\n") && code !== "" ? "; " : gap}${next}`;
    line = 1 + breaksIn(code);
  }
  return code;
}

function rubyOf(piece: Piece, index: number): string {
  if ("text" in piece) return piece.text === "" ? "" : `_erbout.keep(${index})`;
  return tagCode(piece, index);
}

function tagCode({ kind, code }: Tag, index: number): string {
  switch (kind) {
    case "value":
      return `_erbout.tag(${index}).fill((${code}).to_s)`;
    case "statement":
      return code;
    case "comment":
    case "endless":
      return "";
  }
}

const lineOf = (text: string, offset: number): number => 1 + breaksIn(text.slice(0, offset));
const breaksIn = (text: string): number => text.split("\n").length - 1;
