import { printable } from "../report/printable.ts";

/** Of a line, in characters. */
const longest = 400;

/** Foreign text as one line that steers nothing and has an end. */
export function oneLine(line: string): string {
  const text = printable(line.slice(0, 4 * longest))
    .replaceAll(/\s*\n\s*/g, " ")
    .trimEnd();
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** Without those that say nothing. */
export const shownLines = (lines: readonly string[]): string[] => lines.map(oneLine).filter((line) => line.trim() !== "");
