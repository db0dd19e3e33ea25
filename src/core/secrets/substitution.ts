/** A value between its command substitutions: `$(...)` runs, the rest is text. */
type Part = { readonly text: string } | { readonly command: string };

/** Splits a value at its `$(...)`; a backslash before one makes it text. Parentheses inside must balance or be escaped. */
export function partsOf(value: string): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (let at = value.indexOf("$("); at !== -1; at = value.indexOf("$(", at + 1)) {
    const end = closingParenthesis(value, at + 1);
    if (end === undefined || at < from) continue;
    const escaped = at > from && value[at - 1] === "\\";
    parts.push({ text: value.slice(from, escaped ? at - 1 : at) });
    parts.push(escaped ? { text: value.slice(at, end) } : { command: value.slice(at + 2, end - 1) });
    from = end;
    at = end - 1;
  }
  return [...parts, { text: value.slice(from) }];
}

const parenthesis = /\\.|[()\\]/g;

/** The offset after the parenthesis that closes the one at `open`; an empty pair is no command, as in Kamal. */
function closingParenthesis(value: string, open: number): number | undefined {
  const starts: number[] = [];
  parenthesis.lastIndex = open;
  for (let match = parenthesis.exec(value); match !== null; match = parenthesis.exec(value)) {
    const [sign] = match;
    if (sign === "(") starts.push(match.index);
    if (sign === "\\" || (sign === ")" && starts.pop() === match.index - 1)) return undefined;
    if (starts.length === 0) return match.index + 1;
  }
  return undefined;
}

const variable = /(\\)?\$(?!\()\{?([A-Za-z0-9_]+)?\}?/g;

/** Puts in `$NAME` and `${NAME}`; unset ones are empty, `\$NAME` stays text. */
export function expandVariables(value: string, lookup: (name: string) => string | undefined): string {
  return value.replace(variable, (whole: string, backslash: string | undefined, name: string | undefined) => {
    if (backslash !== undefined) return whole.slice(1);
    return name === undefined ? whole : (lookup(name) ?? "");
  });
}

/** The names of the variables that stand in a value. */
export function variablesIn(value: string): readonly string[] {
  return [...value.matchAll(variable)].flatMap(([, backslash, name]) => (backslash === undefined ? (name ?? []) : []));
}

/** `\n` and `\r` of a double-quoted value stay two characters, unless the file asks for the line breaks of old dotenv. */
export function keepLineBreaks(value: string, { legacy }: { readonly legacy: boolean }): string {
  if (legacy) return value.replaceAll("\\n", "\n").replaceAll("\\r", "\r");
  return value.replaceAll("\\n", "\\\\n").replaceAll("\\r", "\\\\r");
}

/** `\x` is `x`; `\$` stays for the substitutions. */
export const withoutBackslashes = (value: string): string => value.replace(/\\([^$])/g, "$1");
