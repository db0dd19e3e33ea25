/** CSI and OSC sequences, and what is left of others (ECMA-48). */
const escapeSequences = /\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]?/g;
/** The control characters but tab and line feed, and those that turn the direction of writing. */
const controls = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;

/** Foreign text without what steers a terminal instead of being shown. */
export const printable = (text: string): string =>
  text.replaceAll(escapeSequences, "").replaceAll(/\r\n?/g, "\n").replaceAll(controls, "");

/** The same with its colours: what selects how characters look (SGR). They end with the text. */
export function printableInColour(text: string): string {
  const pieces = text.split(/(\x1b\[[\d;:]*m)/);
  if (pieces.length === 1) return printable(text);
  return `${pieces.map((piece, index) => (index % 2 === 0 ? printable(piece) : piece)).join("")}\x1b[0m`;
}

/** JSON for people and programs: what would steer a terminal stands in it as `\uXXXX`, which programs read as what it was. */
export const printableJson = (value: unknown): string =>
  (JSON.stringify(value, undefined, 2) ?? "null").replaceAll(controls, (character) =>
    character === "\n" ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/**
 * Foreign text that a job's log only shows. A runner obeys lines that begin with `::name::`, whatever blanks are before it, and
 * `##[name]` anywhere in a line (actions/runner, src/Runner.Common/ActionCommand.cs).
 */
export const inert = (text: string): string =>
  printable(text)
    .replaceAll(/(^|\n)([^\S\n]*):(?=:)/g, "$1$2: ")
    .replaceAll("##[", "## [");

/** JSON for a job's log: the same for whoever reads it as JSON, and nothing in it is obeyed. Its lines begin with no colon. */
export const inertJson = (value: unknown): string => printableJson(value).replaceAll("##[", "##\\u005b");
