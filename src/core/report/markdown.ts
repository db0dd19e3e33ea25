import { printable } from "./printable.ts";

/** Any text on one line of Markdown, shown as it is: characters written as numbers are never Markdown or HTML. */
export const text = (value: string): string => entities(oneLine(value));
/** The same as code, in which GitHub makes no links, mentions or issue numbers either. */
export const code = (value: string): string => `<code>${text(value)}</code>`;

/** Many lines as they are; of very long text its end. */
export function block(value: string, limit = 8000): string {
  const shown = printable(value).trimEnd();
  const cut = shown.length > limit ? `[${shown.length - limit} characters left out]\n${shown.slice(-limit)}` : shown;
  return `<pre>${entities(cut)}</pre>`;
}

/** What a person may want to see, but not at first. */
export const folded = (title: string, content: string): string =>
  `<details><summary>${text(title)}</summary>\n\n${content}\n\n</details>`;

/** A table of cells that are Markdown already. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

const oneLine = (value: string): string => printable(value).replaceAll(/\s+/g, " ").trim();

const entities = (value: string): string =>
  value.replaceAll(/[&<>"'`*_[\]()#!|~\\@:$]/g, (character) => `&#${character.charCodeAt(0)};`);
