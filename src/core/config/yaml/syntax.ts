import { type Document, isCollection, isScalar, visit, type YAMLError } from "yaml";

/** What is wrong with the syntax, in words for people. */
interface SyntaxFault {
  readonly offset: number;
  readonly message: string;
  readonly hint?: string | undefined;
}

interface Words {
  /** What the library says. */
  readonly said: RegExp;
  readonly message: string;
  readonly hint?: string;
}

const needsQuotes = "Put the value in quotes.";

const words: readonly Words[] = [
  { said: /^Tabs are not allowed/, message: "is indented with a tab", hint: "YAML indents with spaces only." },
  { said: /^Too deep|call stack/, message: "is nested too deeply" },
  {
    said: /^Nested mappings are not allowed/,
    message: "two keys on one line, or a line that is indented too far",
    hint: 'A value that contains ": " needs quotes.',
  },
  {
    said: /^Block collections are not allowed|^Missing , between/,
    message: "a comma is missing in a [...] or {...}",
    hint: "Text with commas, colons or brackets in it needs quotes there.",
  },
  { said: /^Missing closing/, message: "a quote that is opened here is not closed" },
  {
    said: /^Unexpected scalar at node end/,
    message: "text follows where the value has ended",
    hint: "Does a quote end too early, or is the indentation wrong? A quote within quotes is doubled: 'it''s'.",
  },
  {
    said: /^All (mapping|sequence) items must start|^A block sequence may not be used/,
    message: "is indented differently from the lines above that it seems to belong to",
    hint: "What belongs together starts in the same column.",
  },
  {
    said: /^Implicit (map )?keys need/,
    message: "no key with a value stands here",
    hint: "Is the colon missing, or the space after it? `key: value`.",
  },
  {
    said: /^Unexpected block-seq-ind/,
    message: "an entry of a list stands where none can",
    hint: "A list starts on the line below its key. Text that starts with a dash needs quotes.",
  },
  { said: /^Unexpected flow-(map|seq)-end/, message: "this bracket closes nothing", hint: needsQuotes },
  {
    said: /^Block scalar header/,
    message: "text stands behind | or >, where only + or - and a number may",
    hint: "Begin the text on the next line, or put it in quotes.",
  },
  { said: /^Alias cannot be an empty/, message: "a * begins an alias", hint: needsQuotes },
  { said: /^Anchor cannot be an empty/, message: "an & begins an anchor", hint: needsQuotes },
  {
    said: /^Invalid escape sequence/,
    message: "no such escape after a backslash",
    hint: "In 'single quotes' a backslash is nothing special.",
  },
];

/** Tells a complaint of the library's in our words, where there are any, and at the place that has to be mended. */
export function syntaxFault(error: YAMLError, document: Document | undefined, text: string): SyntaxFault {
  const known = words.find(({ said }) => said.test(error.message));
  const offset = mendedAt(error, document, text);
  if (known !== undefined) return { offset, message: known.message, hint: known.hint };
  const message = error.message.charAt(0).toLowerCase() + error.message.slice(1);
  const open = /^Flow (map|sequence)/.exec(error.message)?.[1];
  if (open !== undefined) return { offset, message: `a ${open === "map" ? "{" : "["} that is opened here is not closed` };
  return { offset, message, hint: error.code === "BAD_SCALAR_START" ? needsQuotes : undefined };
}

/** What is not closed is known at the end of the file only; an indented line is wrong where its text begins. */
function mendedAt({ message, pos: [offset] }: YAMLError, document: Document | undefined, text: string): number {
  if (/^Missing closing|^Flow /.test(message))
    return openedAt(document, offset, message.startsWith("Flow ") ? "bracket" : "quote") ?? offset;
  if (!message.startsWith("All ")) return offset;
  return offset + (/^ */.exec(text.slice(offset))?.[0].length ?? 0);
}

/** Where the innermost bracket, or the last quote, opens that is still open at an offset. */
function openedAt(document: Document | undefined, offset: number, sign: "bracket" | "quote"): number | undefined {
  const opened: number[] = [];
  if (document === undefined) return undefined;
  visit(document, (_, node) => {
    const isBracket = isCollection(node) && node.flow === true;
    const isQuote = isScalar(node) && String(node.type).startsWith("QUOTE");
    if (!(sign === "bracket" ? isBracket : isQuote) || !(isCollection(node) || isScalar(node)) || !node.range) return;
    const [start, end] = node.range;
    if (start <= offset && end >= offset) opened.push(start);
  });
  return opened.at(-1);
}
