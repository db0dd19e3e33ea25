import { Secret } from "./secret.ts";

/** An environment, with what is secret in it marked as such. */
export type Variables = Readonly<Record<string, string | Secret | undefined>>;

/**
 * The words that a POSIX shell makes of a piece of a command line: quotes, backslashes, `$NAME`, `${NAME}` and `${NAME:-text}`.
 * Nothing runs and no file name is matched, and a variable's value stays within its word, whatever it holds.
 * A word that a variable is part of is shown as it was written. Lines that Kamal splits by Ruby's rules: see shellwords.ts.
 */
export function wordsOf(text: string, variables: Variables): (string | Secret)[] {
  return rawWords(text).flatMap((written) => filledIn(written, variables) ?? []);
}

/** The first thing in `text` that only a shell could read, such as `$(`; undefined when `wordsOf` reads it all. */
export function shellOnly(text: string): string | undefined {
  if (text.trim().includes("\n")) return "a line break";
  const pieces = rawWords(text).flatMap(piecesOf);
  return pieces.flatMap((piece) => ("foreign" in piece ? piece.foreign : []))[0];
}

/** Those words as they are written, with their quotes. */
export const rawWords = (text: string): string[] => text.match(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\]|['"\\])+/gs) ?? [];

/** Undefined where nothing is left: without quotes, that is no word. */
function filledIn(written: string, variables: Variables): string | Secret | undefined {
  const pieces = piecesOf(written);
  const parts = pieces.map((piece) => {
    if ("text" in piece) return piece.text;
    if ("foreign" in piece) return piece.foreign;
    return (Object.hasOwn(variables, piece.name) && variables[piece.name]) || piece.otherwise;
  });
  if (parts.every((part) => part === "") && !/["']/.test(written)) return undefined;
  return pieces.some((piece) => "name" in piece) ? Secret.join(written, parts) : parts.join("");
}

type Piece = { readonly text: string } | { readonly name: string; readonly otherwise: string } | { readonly foreign: string };

const variable = "\\$(?<plain>[A-Za-z_]\\w*)|\\$\\{(?<braced>[A-Za-z_]\\w*)(?::-(?<otherwise>[^{}$`\"'\\\\]*))?\\}";
const expansion = "\\$[({0-9@*#?$!-]|`";
const insideQuotes = new RegExp(`\\\\(?<text>[$\`"\\\\])|${variable}|(?<foreign>${expansion})|(?<other>.)`, "gs");
const outsideQuotes = new RegExp(
  `'(?<single>[^']*)'|"(?<double>(?:\\\\.|[^"\\\\])*)"|\\\\(?<text>[^\\n])|${variable}|(?<foreign>${expansion}|[;&|<>()'"\\\\]|^[~#])|(?<other>.)`,
  "gs",
);

const piecesOf = (written: string): Piece[] =>
  [...written.matchAll(outsideQuotes)].flatMap(({ groups = {} }) =>
    groups.double === undefined ? pieceOf(groups) : quotedPieces(groups.double),
  );

const quotedPieces = (text: string): Piece[] => [...text.matchAll(insideQuotes)].map(({ groups = {} }) => pieceOf(groups));

function pieceOf({ plain, braced, otherwise = "", foreign, ...texts }: Readonly<Record<string, string | undefined>>): Piece {
  const name = plain ?? braced;
  if (name !== undefined) return { name, otherwise };
  if (foreign !== undefined) return { foreign };
  return { text: texts.single ?? texts.text ?? texts.other ?? "" };
}
