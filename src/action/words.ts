import { Refusal } from "../core/report/refusal.ts";

/** A word as a shell would read it: any mix of plain, quoted and escaped pieces. */
const piece = /'([^']*)'|"((?:\\[\s\S]|[^"\\])*)"|\\([\s\S])|([^\s'"\\]+)/y;

/**
 * A command as one would type it, as words. Nothing is expanded.
 * @throws Refusal when a quote is left open
 */
export function wordsOf(command: string): string[] {
  const words: string[] = [];
  let [position, inWord] = [0, false];
  while (position < command.length) {
    piece.lastIndex = position;
    const match = piece.exec(command);
    if (!match) {
      if (!/\s/.test(command.charAt(position))) throw new Refusal([`A quote is left open in the command: ${command}`]);
      position += 1;
      inWord = false;
      continue;
    }
    const [whole, single, double, escaped, plain] = match;
    const text = single ?? double?.replaceAll(/\\(["\\$`])/g, "$1") ?? escaped ?? plain ?? "";
    words.push(inWord ? `${words.pop() ?? ""}${text}` : text);
    position += whole.length;
    inWord = true;
  }
  return words;
}
