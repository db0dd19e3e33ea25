import type { Token } from "./sh.ts";

/** Weave the values' tokens into the template's text; an absent value takes the space before it along. */
export function tokensOfTemplate(raw: readonly string[], values: readonly (readonly Token[])[]): Token[] {
  const tokens: Token[] = [];
  let open = "";
  for (const [index, syntax] of raw.entries()) {
    const inserted = values[index];
    open = openQuote(syntax, open);
    if (open !== "" && inserted) throw new TypeError(`A value inside ${open} in: ${raw.join("…")}`);
    tokens.push({ syntax: inserted?.length === 0 ? syntax.trimEnd() : syntax }, ...(inserted ?? []));
  }
  return tokens;
}

/** The quote character still open at the end of `syntax`, or "". A backslash escapes nothing between single quotes. */
function openQuote(syntax: string, open: string): string {
  let quote = open;
  for (let index = 0; index < syntax.length; index += 1) {
    const character = syntax.charAt(index);
    if (character === "\\" && quote !== "'") index += 1;
    else if (quote === "" && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = "";
  }
  return quote;
}
