/** Line breaks as the file has them. */
export const lineBreak = (text: string): string => (text.includes("\r\n") ? "\r\n" : "\n");

/** Where the line of an offset starts. */
export const lineStart = (text: string, offset: number): number => text.lastIndexOf("\n", offset - 1) + 1;

/** Where the line's break stands, or the text's end. */
function lineEnd(text: string, offset: number): number {
  const found = text.indexOf("\n", offset);
  if (found === -1) return text.length;
  return text[found - 1] === "\r" && found > offset ? found - 1 : found;
}

/** Where the next line starts, or the text's end. */
export function nextLine(text: string, offset: number): number {
  const found = text.indexOf("\n", offset);
  return found === -1 ? text.length : found + 1;
}

/** Counted from 0. */
export const columnOf = (text: string, offset: number): number => offset - lineStart(text, offset);

/** The line of an offset, without its break. */
export const lineAt = (text: string, offset: number): string => text.slice(lineStart(text, offset), lineEnd(text, offset));

/** A comment that holds the place of something which is no YAML and belongs to what stands above it, see migrate/ruby.ts. */
const placeholder = /^\s*#[\uE000-\uF8FF]/;

/** Behind a block whose content ends at the offset: comments that are indented deeper than its key belong to it. */
export function blockEnd(text: string, offset: number, column: number): number {
  return skipLines(text, offset, (line) => isDeeper(line, column) && !isPlaceholder(line));
}

/** Where something can be put behind a block: placeholders that belong to it are left together with it. */
export function placeBehind(text: string, offset: number, column: number): number {
  return skipLines(text, offset, (line) => isDeeper(line, column) || placeholder.test(line));
}

const isDeeper = (line: string, column: number): boolean => /^\s*#/.test(line) && line.search(/\S/) > column;

const isPlaceholder = (line: string): boolean => /^\s*##?[\uE000-\uF8FF]/.test(line);

function skipLines(text: string, offset: number, belongs: (line: string) => boolean): number {
  let end = nextLine(text, offset);
  while (end < text.length && belongs(lineAt(text, end))) end = nextLine(text, end);
  return end;
}
