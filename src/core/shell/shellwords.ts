/**
 * Ruby's Shellwords (lib/shellwords.rb), by which Kamal reads the words of a command and writes JSON so that it is one of them.
 * Unlike a shell (words.ts) it knows no variables, and takes a quote that is not closed for a mistake.
 */

const part =
  /\s*(?:(?<plain>[^\0\s\\'"]+)|'(?<single>[^\0']*)'|"(?<double>(?:[^\0"\\]|\\[^\0])*)"|(?<escaped>\\[^\0]?)|(?<stray>\S))(?:(?<end>\s|$)|)/gy;

/** The words of a line; undefined when one of its quotes is not closed. */
export function splitWords(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let word = "";
  for (const { groups = {} } of line.matchAll(part)) {
    const { plain, single, double, escaped, stray, end } = groups;
    if (stray !== undefined) return undefined;
    word += plain ?? single ?? double?.replace(/\\([$`"\\\n])/g, "$1") ?? escaped?.replace(/\\(.)/, "$1") ?? "";
    if (end === undefined) continue;
    words.push(word);
    word = "";
  }
  return words;
}

/** A text of one line as one word. */
export const escapeWord = (line: string): string => line.replace(/[^A-Za-z0-9_\-.,:+/@]/gu, "\\$&");
