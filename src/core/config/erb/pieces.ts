/** Text that stays, or a tag. */
export type Piece = { readonly text: string; readonly at: number } | Tag;

export interface Tag {
  readonly kind: "value" | "comment" | "statement";
  readonly code: string;
  readonly at: number;
  /** Where its Ruby starts. */
  readonly codeAt: number;
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
    const tag = tagAt(template, open);
    pieces.push({ text: before(template.slice(from, open), template.startsWith("<%-", open)), at: from }, tag.tag);
    from = tag.end;
  }
  return [...pieces, { text: template.slice(from), at: from }];
}

function tagAt(template: string, open: number): { readonly tag: Tag; readonly end: number } {
  const close = template.indexOf("%>", open + 2);
  const end = close === -1 ? template.length : close;
  const mark = template[open + 2] ?? "";
  const codeAt = open + ("=#-".includes(mark) && mark !== "" ? 3 : 2);
  const trims = template[end - 1] === "-" && end > codeAt;
  const code = template.slice(codeAt, trims ? end - 1 : end);
  const newline = trims ? (/^\r?\n/.exec(template.slice(end + 2, end + 4))?.[0].length ?? 0) : 0;
  return {
    tag: { kind: kindOf(mark, template, open), code, at: open, codeAt: codeAt + (/^\s*/.exec(code)?.[0].length ?? 0) },
    end: end + 2 + newline,
  };
}

/** What stands in a YAML comment does not count, so it need not be understood. */
function kindOf(mark: string, template: string, open: number): Tag["kind"] {
  const line = template.slice(template.lastIndexOf("\n", open) + 1, open);
  if (mark === "#" || /^\s*#/.test(line)) return "comment";
  if (mark === "=") return "value";
  return /^-?\s*#/.test(template.slice(open + 2)) ? "comment" : "statement";
}

function before(text: string, trims: boolean): string {
  return trims ? text.replace(/(^|\n)[ \t]*$/, "$1") : text;
}
