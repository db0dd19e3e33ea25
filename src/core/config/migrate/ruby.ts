import type { SourceFile } from "../source.ts";

/** A file whose Ruby is replaced by placeholders of the same length, so that it can be read as YAML and every place stays where it is. */
export interface Protected {
  readonly text: string;
  /** Puts the Ruby back. */
  readonly restore: (text: string) => string;
  /** The Ruby block that is open at an offset, such as `<% if … %>`: its offset in the file. */
  readonly blockAt: (text: string, offset: number) => number | undefined;
  /** The offset in the file of a statement that is no longer in the text. */
  readonly lostFrom: (text: string) => number | undefined;
}

interface Tag {
  readonly source: string;
  readonly at: number;
  /** A letter that stands nowhere else in the file. */
  readonly letter: string;
  /** 1 opens a block, -1 ends one; undefined for what is no statement. */
  readonly opens: number | undefined;
}

/** A tag as it is written. What erb/pieces.ts takes away with it, as ERB does, has to stay in its place here. */
const erb = /<%(?!%)[\s\S]*?%>/g;

/** Unicode's private letters: YAML takes them for text. */
const firstLetter = 0xe000;
const lastLetter = 0xf8ff;

/** Undefined when the file holds more Ruby than could ever be in one. */
export function protectRuby({ text }: SourceFile): Protected | undefined {
  const free = Array.from({ length: lastLetter - firstLetter }, (_, index) => String.fromCharCode(firstLetter + index)).filter(
    (letter) => !text.includes(letter),
  );
  const found = [...text.matchAll(erb)];
  if (found.length > free.length) return undefined;
  const tags = found.map(
    ([source], index): Tag => ({ source, at: found[index]?.index ?? 0, letter: free[index] ?? "", opens: opens(source) }),
  );
  const statements = tags.filter((tag) => tag.opens !== undefined);
  return {
    text: tags.reduce(
      (made, tag) => made.slice(0, tag.at) + placeholder(tag, text) + made.slice(tag.at + tag.source.length),
      text,
    ),
    restore: (edited) => tags.reduce((made, tag) => made.replaceAll(placeholder(tag, text), () => tag.source), edited),
    blockAt: (edited, offset) => openTags(statements, edited, offset).at(-1)?.at,
    lostFrom: (edited) => statements.find(({ letter }) => !edited.includes(letter))?.at,
  };
}

/** A statement that has its line for itself becomes a comment, of another form where it opens a block; any other tag, a word. */
function placeholder({ source, at, letter, opens: statement }: Tag, text: string): string {
  const before = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  const alone = before.trim() === "" && /^[ \t]*(\r?\n|$)/.test(text.slice(at + source.length));
  const mark = !alone || statement === undefined ? "" : statement === 1 ? "##" : "#";
  return mark + letter.repeat(source.length - mark.length);
}

function opens(source: string): number | undefined {
  const [, mark = "", code = ""] = /^<%-?([=#]?)([\s\S]*?)-?%>$/.exec(source) ?? [];
  if (mark === "=" || mark === "#" || code.trim().startsWith("#")) return undefined;
  if (/^\s*(if|unless|case|while|until|for|begin)\b|(\bdo|\{)\s*(\|[^|]*\|)?\s*$/.test(code))
    return /\bend\s*$/.test(code) ? 0 : 1;
  return /^\s*(end\b|\})/.test(code) ? -1 : 0;
}

function openTags(statements: readonly Tag[], edited: string, offset: number): readonly Tag[] {
  const open: Tag[] = [];
  for (const tag of statements) {
    const at = edited.indexOf(tag.letter);
    if (at === -1 || at >= offset) continue;
    if (tag.opens === 1) open.push(tag);
    if (tag.opens === -1) open.pop();
  }
  return open;
}
