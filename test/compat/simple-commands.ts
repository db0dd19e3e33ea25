/** The simple commands of shell text, each as its words after quote removal, those within `$(...)` too; nothing is expanded. */
export function simpleCommands(text: string): string[] {
  const reader = new Reader(text);
  return reader.commands.map((words) => words.join(" "));
}

/** Words of the shell's own grammar, which run nothing. */
const grammar = new Set(["{", "}", "if", "then", "else", "fi", "while", "until", "do", "done", "!"]);
const silence = />\s*\/dev\/null/y;
const duplicate = /\d?>&\d/y;

class Reader {
  readonly commands: string[][] = [];
  readonly #text: string;
  #at = 0;
  #words: string[] = [];
  #word: string | undefined;

  constructor(text: string) {
    this.#text = text;
    while (this.#at < text.length) this.#step();
    this.#endCommand();
  }

  #step(): void {
    if (this.#skips(duplicate) || this.#skips(silence)) return;
    const character = this.#text.charAt(this.#at);
    if (character === "'") this.#add(this.#upTo("'"));
    else if (character === '"') this.#doubleQuoted();
    else if (character === "\\") this.#add(this.#text.charAt(this.#at + 1), 2);
    else if (this.#text.startsWith("$(", this.#at)) this.#substitution();
    else if (/[\n;|&()]/.test(character)) this.#endCommand();
    else if (/\s/.test(character)) this.#endWord();
    else this.#add(character, 1);
  }

  #skips(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) return false;
    this.#at += found.length;
    if (this.#word === "2") this.#word = undefined;
    return true;
  }

  #doubleQuoted(): void {
    this.#add("", 1);
    while (this.#at < this.#text.length && this.#text.charAt(this.#at) !== '"') {
      if (/^\\[\\"$`]/.test(this.#text.slice(this.#at, this.#at + 2))) this.#add(this.#text.charAt(this.#at + 1), 2);
      else if (this.#text.startsWith("$(", this.#at)) this.#substitution();
      else this.#add(this.#text.charAt(this.#at), 1);
    }
    this.#at += 1;
  }

  #substitution(): void {
    const inner = this.#text.slice(this.#at + 2, closing(this.#text, this.#at + 2));
    if (!inner.startsWith("(")) this.commands.push(...new Reader(inner).commands);
    this.#add(`$(${inner})`, inner.length + 3);
  }

  #upTo(quote: string): string {
    const end = this.#text.indexOf(quote, this.#at + 1);
    const inner = this.#text.slice(this.#at + 1, end);
    this.#at = end + 1;
    return inner;
  }

  #add(text: string, length = 0): void {
    this.#word = (this.#word ?? "") + text;
    this.#at += length;
  }

  #endWord(): void {
    const isGrammar = this.#words.length === 0 && grammar.has(this.#word ?? "");
    if (this.#word !== undefined && !isGrammar) this.#words.push(this.#word);
    this.#word = undefined;
    this.#at += 1;
  }

  #endCommand(): void {
    this.#endWord();
    const isAssignment = this.#words.every((word) => /^\w+=/.test(word));
    if (!isAssignment) this.commands.push(this.#words);
    this.#words = [];
  }
}

/** Where the parenthesis closes that is open at `from`. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (const { 0: piece, index } of text.slice(from).matchAll(/'[^']*'|[()]/g)) {
    if (piece === "(") depth += 1;
    if (piece === ")") depth -= 1;
    if (depth === 0) return from + index;
  }
  return text.length;
}
