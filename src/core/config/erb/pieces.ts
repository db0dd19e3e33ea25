import type { SourceFile } from "../source.ts";

/** A file taken apart. */
export interface ErbFile extends SourceFile {
  readonly pieces: readonly Piece[];
}

/** Text that stays, or a tag. */
export type Piece = Text | Tag;

interface Text {
  readonly text: string;
  readonly at: number;
}

export interface Tag {
  readonly kind: "value" | "comment" | "statement" | "endless";
  readonly code: string;
  readonly at: number;
  /** Where its Ruby starts. */
  readonly codeAt: number;
  /** It stands in a comment of YAML's. */
  readonly commented: boolean;
}

/** Takes a template apart as ERB with trim mode "-" does: `<%-` eats the spaces before it, `-%>` the line break after it. */
export function piecesOf(template: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (let open = template.indexOf("<%"); open !== -1; open = template.indexOf("<%", from)) {
    if (template.startsWith("<%%", open)) {
      pieces.push({ text: template.slice(from, open + 2), at: from });
      from = open + 3;
      continue;
    }
    const { tag, end } = tagAt(template, open);
    const before = template.slice(from, open);
    const text = template.startsWith("<%-", open) ? before.replace(/(^|\n)[ \t]*$/, "$1") : before;
    pieces.push({ text, at: from }, tag);
    from = end;
  }
  return [...pieces, { text: template.slice(from), at: from }];
}

/** `%%>` is how Ruby within a tag spells `%>`; a quoted `%>` ends the tag all the same. */
const closing = /-%>(?:\r?\n)?|(?<!%)%>/g;

function tagAt(template: string, open: number): { readonly tag: Tag; readonly end: number } {
  const mark = template[open + 2] ?? "";
  const start = open + (/[=#-]/.test(mark) ? 3 : 2);
  closing.lastIndex = start;
  const close = closing.exec(template);
  const code = template.slice(start, close?.index).replaceAll("%%>", "%>");
  const codeAt = start + (/^\s*/.exec(code)?.[0].length ?? 0);
  const line = template.slice(template.lastIndexOf("\n", open) + 1, open);
  const kind = close === null ? "endless" : kindOf(mark, code);
  return {
    tag: { kind, code, at: open, codeAt, commented: /^\s*#/.test(line) },
    end: close === null ? template.length : close.index + close[0].length,
  };
}

function kindOf(mark: string, code: string): Tag["kind"] {
  if (mark === "#") return "comment";
  if (mark === "=") return "value";
  return code.split("\n").every((line) => /^\s*(#|$)/.test(line)) ? "comment" : "statement";
}
