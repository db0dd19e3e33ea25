import { type Position, positionFinder } from "../source.ts";
import type { ErbFile, Tag } from "./pieces.ts";

interface RubyPlace extends Position {
  /** It stands in a comment of YAML's. */
  readonly commented: boolean;
}

/** Where in the file it is that Ruby complains of: it knows the line, and maybe the tag. */
export function placeInRuby(
  file: ErbFile | undefined,
  { line, tag: known }: { readonly line: number; readonly tag: number | null },
): RubyPlace {
  if (file === undefined) return { file: "", line: 1, column: 1, commented: false };
  const position = positionFinder(file);
  const tags = file.pieces.flatMap((piece, index) => ("text" in piece ? [] : [{ piece, index }]));
  const onLine = tags.filter(({ piece }) => covers(piece, line, position));
  const found =
    onLine.find(({ index }) => index === known) ?? onLine.find(({ piece }) => piece.kind === "statement") ?? onLine[0];
  if (found === undefined) return { file: file.path, line: Math.max(1, line), column: 1, commented: false };
  const start = position(found.piece.codeAt);
  return start.line < line
    ? { file: file.path, line, column: 1 + indentOf(file.text, line), commented: found.piece.commented }
    : { ...start, commented: found.piece.commented };
}

function covers({ at, code }: Tag, line: number, position: (offset: number) => Position): boolean {
  const first = position(at).line;
  return first <= line && line < first + code.split("\n").length;
}

const indentOf = (text: string, line: number): number => /^[ \t]*/.exec(text.split("\n")[line - 1] ?? "")?.[0].length ?? 0;

/** Where the first tag of all stands. */
export function firstTag(files: readonly ErbFile[]): Position {
  for (const file of files) {
    const tag = file.pieces.find((piece) => !("text" in piece));
    if (tag !== undefined) return positionFinder(file)(tag.at);
  }
  return { file: files[0]?.path ?? "", line: 1, column: 1 };
}
