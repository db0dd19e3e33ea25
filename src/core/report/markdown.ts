import { printable } from "./printable.ts";

/** Any text on one line of Markdown, shown as it is: characters written as numbers are never Markdown or HTML. */
export const text = (value: string): string => entities(oneLine(value));
/** The same as code, in which GitHub makes no links, mentions or issue numbers either. */
export const code = (value: string): string => `<code>${text(value)}</code>`;

/** Content, Markdown already, that leads to a page; only the content where the address is none of a page. */
export const link = (content: string, url: string): string =>
  /^https?:\/\/[\w.-]+(:\d+)?(\/[^\s"'<>]*)?$/.test(url) ? `<a href="${text(url)}">${content}</a>` : content;

/** Many lines as they are; of very long text its end. */
export function block(value: string, limit = 8000): string {
  const shown = printable(value).trimEnd();
  // Half of a character is no JSON that GitHub reads.
  const end = shown.slice(-limit).replace(/^[\udc00-\udfff]/, "");
  const cut = shown.length > limit ? `[${shown.length - limit} characters left out]\n${end}` : shown;
  return `<pre>${entities(cut)}</pre>`;
}

/** Lines to be copied: GitHub draws a button beside them. */
export function fence(lines: readonly string[], language = ""): string {
  const ticks = lines.flatMap((line) => line.match(/`{3,}/g) ?? []);
  const marks = "`".repeat(Math.max(3, ...ticks.map(({ length }) => length + 1)));
  return [`${marks}${language}`, ...lines.map(oneLine), marks].join("\n");
}

/** What a person may want to see, but not at first. @param title Markdown already */
export const folded = (title: string, content: string): string =>
  `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;

/** A table of cells that are Markdown already. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

const oneLine = (value: string): string => printable(value).replaceAll(/\s+/g, " ").trim();

/** GitHub makes a link of what begins with www., in code that is written as HTML too: github.github.com/gfm/#autolinks-extension- */
const entities = (value: string): string =>
  value.replaceAll(/[&<>"'`*_[\]()#!|~\\@:$]|w(?=ww\.)/gi, (character) => `&#${character.charCodeAt(0)};`);
