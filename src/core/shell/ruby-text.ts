import { Shell } from "./sh.ts";

/**
 * A value as Kamal writes it into a command line: Ruby's `String#dump` in double quotes, with backticks and every `$` escaped
 * that does not begin `${...}`, which is left to the server's shell (documented by Kamal, e.g. `HOST_TOKEN: "${HOST_TOKEN}"`).
 * Source: Kamal 2.12, lib/kamal/utils.rb, `escape_shell_value`.
 */
export function rubyText(value: string): Shell {
  const runs = value.match(/[\x00-\x7f]+|[^\x00-\x7f]+/g) ?? [""];
  return new Shell([{ syntax: runs.map((run) => (isAscii(run) ? shellQuoted(run) : run)).join("") }]);
}

/**
 * A value as Kamal writes it into an env file: dumped, with double quotes and `#` left as they are. Docker does not undo any of it.
 * Source: Kamal 2.12, lib/kamal/env_file.rb.
 */
export function envFileText(value: string): string {
  return value.replaceAll(/[\x00-\x7f]+/g, (run) => dump(run).replaceAll('\\"', '"').replaceAll("\\#", "#"));
}

const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text);

const shellQuoted = (text: string): string =>
  `"${dump(text)
    .replaceAll("`", "\\`")
    .replaceAll(/\$(?!\{[^}]*\})/g, "\\$")}"`;

/** Ruby's `String#dump` of an ASCII string, without the quotes around it. */
function dump(text: string): string {
  return text.replaceAll(/[\x00-\x1f\x7f"\\]|#(?=[{$@])/g, (character) => named[character] ?? hexadecimal(character));
}

const hexadecimal = (character: string): string => `\\x${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;

const named: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\v": "\\v",
  "\f": "\\f",
  "\r": "\\r",
  "\x1b": "\\e",
  '"': '\\"',
  "#": "\\#",
  "\\": "\\\\",
};
