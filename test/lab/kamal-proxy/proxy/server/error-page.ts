import { readdirSync, readFileSync } from "node:fs";
import { STATUS_CODES } from "node:http";
import { join } from "node:path";
import { respond, type Visit } from "./visit.ts";

/** Pages by status, as they stand in the files: `{{ .Message }}` and `{{ if .Message }}` are filled in. */
export type ErrorPages = ReadonlyMap<number, string>;

const page = (text: string): string => `<!doctype html>\n<html>\n<body>\n<main><p>${text}</p></main>\n</body>\n</html>\n`;

const ownPages: ErrorPages = new Map([
  [404, page("<strong>There is nothing at this address.</strong>")],
  [413, page("<strong>The request is too large.</strong>")],
  [502, page("<strong>The service cannot be reached.</strong>")],
  [503, page("{{ if .Message }}{{ .Message }}{{ else }}<strong>The service is temporarily unavailable.</strong>{{ end }}")],
  [504, page("<strong>The service did not answer in time.</strong>")],
]);

/** Reads the pages of a directory; throws `unable to load error pages` if it has none. */
export const loadErrorPages = (directory: string): ErrorPages => {
  try {
    const files = readdirSync(directory).filter((name) => name.endsWith(".html") && !name.startsWith("."));
    if (files.length === 0) throw new Error("pattern matches no files");
    return new Map(files.map((name) => [Number(name.slice(0, -".html".length)), readFileSync(join(directory, name), "utf8")]));
  } catch (cause) {
    throw new Error("unable to load error pages", { cause });
  }
};

/** Answers with the service's page for a status, or else the proxy's own. */
export const respondWithErrorPage = (visit: Visit, status: number, message = ""): void => {
  const bare = `<h1>${status} ${STATUS_CODES[status]}</h1>`;
  const text = visit.trail.errorPages.get(status) ?? ownPages.get(status) ?? bare;
  respond(visit, status, "text/html; charset=utf-8", filled(text, message));
};

const filled = (text: string, message: string): string =>
  text
    .replace(
      /\{\{-?\s*if \.Message\s*-?\}\}(.*?)(?:\{\{-?\s*else\s*-?\}\}(.*?))?\{\{-?\s*end\s*-?\}\}/gs,
      (_, yes: string, no = "") => (message === "" ? no : yes),
    )
    .replace(/\{\{-?\s*\.Message\s*-?\}\}/g, () => escaped(message));

const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
