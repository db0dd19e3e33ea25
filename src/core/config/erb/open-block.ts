import type { ErbFile, Tag } from "./pieces.ts";

const opens = /^\s*(?:if|unless|case|while|until|for|begin|def)\b|\bdo\s*(?:\|[^|]*\|)?\s*$|\{\s*(?:\|[^|]*\|)?\s*$/;
const closes = /^\s*(?:end\b|\})/;

/** The last tag that opens a block which no later one ends: Ruby itself only says that the file ended too early. */
export function openBlock({ pieces }: ErbFile): Tag | undefined {
  const open: Tag[] = [];
  for (const piece of pieces) {
    if ("text" in piece || piece.kind === "comment") continue;
    if (closes.test(piece.code)) open.pop();
    else if (opens.test(piece.code) && !/\bend\s*$/.test(piece.code)) open.push(piece);
  }
  return open.at(-1);
}
