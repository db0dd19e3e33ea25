/**
 * The format of Kamal's secrets files: the `.env` grammar of Ruby's dotenv 3 (lib/dotenv/parser.rb), whose oddities
 * decide what a secret is. Other dotenv libraries differ in quoting, escapes and comments.
 */

export interface Assignment {
  readonly name: string;
  readonly line: number;
  /** Without its quotes; escapes and `$` are still as written. */
  readonly value: string;
  readonly quote: "single" | "double" | undefined;
}

export interface SecretsFile {
  readonly path: string;
  readonly assignments: readonly Assignment[];
}

/** A line that dotenv refuses. */
export interface SecretsProblem {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** Ruby's `\s`, which knows no Unicode. */
const space = "[ \\t\\r\\n\\f\\v]";
const quoted = `${space}*'(?:\\\\'|[^'])*'|${space}*"(?:\\\\"|[^"])*"`;
const separator = `(?:${space}*=${space}*?|:${space}+?)`;
const statement = new RegExp(
  `^${space}*(?<exported>export${space}+)?(?<name>[A-Za-z0-9_.]+)(?:${separator}(?<value>${quoted}|[^#\\n]+)?)?${space}*(?:#.*)?$`,
  "gm",
);
const outerSpace = /^[\0 \t\r\n\f\v]+|[\0 \t\r\n\f\v]+$/g;

/** Reads a secrets file; lines that assign nothing are skipped, as dotenv does. */
export function parseSecrets(path: string, text: string): SecretsFile | SecretsProblem {
  const lines = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  const assignments: Assignment[] = [];
  for (const match of lines.matchAll(statement)) {
    const { name = "", value, exported } = match.groups ?? {};
    const line = lineOf(lines, match);
    if (exported === undefined || value !== undefined) assignments.push({ name, line, ...unquote(value ?? "") });
    else if (!assignments.some((earlier) => earlier.name === name))
      return { path, line, message: `\`export ${name}\` exports a variable that this file has not set` };
  }
  return { path, assignments };
}

/** A match may start with the blank lines before its statement. */
function lineOf(text: string, match: RegExpExecArray): number {
  const blank = /^[ \t\r\n\f\v]*/.exec(match[0])?.[0].length ?? 0;
  return text.slice(0, match.index + blank).split("\n").length;
}

function unquote(written: string): Pick<Assignment, "value" | "quote"> {
  const value = written.replace(outerSpace, "");
  const [, mark, inner] = /^(['"])(.*)\1$/s.exec(value) ?? [];
  if (mark === undefined || inner === undefined) return { value, quote: undefined };
  return { value: inner, quote: mark === "'" ? "single" : "double" };
}
