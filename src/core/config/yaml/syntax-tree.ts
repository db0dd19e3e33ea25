import { type Document, parseAllDocuments, type YAMLError, YAMLParseError } from "yaml";

/** What the library made of a text. */
interface Parsed {
  /** The only one that counts, as in Ruby; undefined for a file of none. */
  readonly document: Document | undefined;
  readonly error: YAMLError | undefined;
  /** The offset in the text that an offset of the document's means. */
  readonly offsetOf: (offset: number) => number;
}

/** So much is read again, in characters, before a file is called wrong. */
const patience = 200_000;
const margin = " ".repeat(100);
const lineStart = /(?<![^\n])/g;

/**
 * Ruby lets the lines of a `[...]`, a `{...}` or a quoted text start further left than the key they belong to; the library does
 * not. There indentation means nothing, so such lines are indented, until the text can be read.
 */
export function parseText(text: string): Parsed {
  const strict = parse(text);
  const padded: number[] = [];
  let given = text;
  let last = strict;
  for (let again = Math.min(10, patience / text.length); last.error !== undefined && again > 0; again--) {
    const lines = linesToIndent(last.error, given);
    if (lines === undefined || given.startsWith(margin, lines.start)) break;
    const indented = lines.text.replace(lineStart, margin);
    padded.push(...lineStarts(indented, lines.start));
    given = given.slice(0, lines.start) + indented + given.slice(lines.start + lines.text.length);
    last = parse(given);
  }
  if (last.error !== undefined) return { ...strict, offsetOf: (offset) => offset };
  return { ...last, offsetOf: (offset) => offset - margin.length * padded.filter((start) => start < offset).length };
}

const lineStarts = (text: string, offset: number): readonly number[] =>
  [...text.matchAll(lineStart)].map(({ index }) => offset + index);

interface Lines {
  readonly start: number;
  readonly text: string;
}

/** The lines from where the library thought that a collection or a quoted text ends, to where one may really do. */
function linesToIndent({ code, message, pos: [offset] }: YAMLError, text: string): Lines | undefined {
  const inFlow = code === "BAD_INDENT" && message.startsWith("Flow ");
  const inQuotes = code === "MISSING_CHAR" && message.startsWith("Missing closing ");
  if (!inFlow && !inQuotes) return undefined;
  const thisLine = text.lastIndexOf("\n", offset - 1) + 1;
  const starts = inFlow && text.slice(thisLine, offset).trim() === "";
  const start = starts ? thisLine : text.indexOf("\n", offset) + 1;
  const length = text.slice(start).search(inFlow ? /[\]}]/ : /["']/);
  return start === 0 || length === -1 ? undefined : { start, text: text.slice(start, start + length) };
}

/** How the library is to read. Failsafe: every scalar stays text, since Psych's rules are not the library's. */
export const yamlOptions = {
  version: "1.1",
  schema: "failsafe",
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: "silent",
} as const;

function parse(text: string): Pick<Parsed, "document" | "error"> {
  try {
    const [document] = parseAllDocuments(text, yamlOptions);
    return { document, error: document?.errors.find((error) => !isHarmless(error)) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { document: undefined, error: tooDeep(text) };
  }
}

/** The library runs out of stack on thousands of `- - - -`; so much only fits into one long line. */
function tooDeep(text: string): YAMLParseError {
  const [longest = ""] = text.split("\n").toSorted((a, b) => b.length - a.length);
  const start = text.indexOf(longest);
  return new YAMLParseError([start, start + 1], "RESOURCE_EXHAUSTION", "Too deep");
}

/** Ruby takes `[a]#b` for a list and a comment. */
const isHarmless = ({ message }: YAMLError): boolean => message.startsWith("Comments must be separated");
