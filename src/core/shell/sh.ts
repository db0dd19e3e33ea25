import { Secret } from "./secret.ts";
import { tokensOfTemplate } from "./template.ts";

export type Word = string | number | Secret | Shell | Maybe | readonly Word[];
type Maybe = undefined | false;
/** Shell text as it stands, or one word that has to be quoted. */
export type Token = { readonly syntax: string } | { readonly word: string | Secret };

/** A piece of POSIX shell. Immutable, composable, rendered only where it runs. */
export class Shell {
  readonly tokens: readonly Token[];
  /** What holds this together if it is more than one command; decides when it needs braces. */
  readonly operator: string | undefined;

  constructor(tokens: readonly Token[], operator?: string) {
    this.tokens = tokens;
    this.operator = operator;
  }

  /** What the server runs, secrets included. */
  render(): string {
    return print(this.tokens, (word) => quote(word instanceof Secret ? word.reveal() : word));
  }

  /** What people see. */
  toString(): string {
    return print(this.tokens, (word) => (word instanceof Secret ? word.toString() : quote(word)));
  }

  toJSON(): string {
    return this.toString();
  }
}

/**
 * Shell as a template: the template is syntax, every `${value}` is exactly one quoted word.
 * A list becomes several words, a nested `Shell` is spliced in as syntax, and undefined and false vanish.
 * @throws TypeError when a value stands inside quotes of the template
 */
export function sh({ raw }: TemplateStringsArray, ...values: readonly Word[]): Shell {
  const operator = raw.join("").match(/\|\||&&|[|;\n]|(?<!>)&/)?.[0];
  return new Shell(tokensOfTemplate(raw, values.map(tokensOf)), operator ?? operatorsOf(values)[0]);
}

/** Run in order, stopping at the first failure. */
export const all = (...commands: readonly (Shell | Maybe)[]): Shell => join(commands, "&&");
/** Run until one succeeds. */
export const any = (...commands: readonly (Shell | Maybe)[]): Shell => join(commands, "||");
/** The output of each is the input of the next; only the last one's exit code counts. */
export const pipe = (...commands: readonly (Shell | Maybe)[]): Shell => join(commands, "|");
/** One after the other, each on lines of its own; in a step the first failure ends them. */
export const lines = (...commands: readonly (Shell | Maybe)[]): Shell => join(commands, "\n");
/** The output of a command, used as one word of another. */
export const capture = ({ tokens }: Shell): Shell => new Shell([{ syntax: '"$(' }, ...tokens, { syntax: ')"' }]);
/** In a shell of its own, so that what it sets or changes ends with it. */
export const subshell = ({ tokens }: Shell): Shell => new Shell([{ syntax: "(" }, ...tokens, { syntax: ")" }]);

/** Shell that the user wrote (`cmd:`, `volumes:`), passed on as it is. The only way around quoting. */
export const verbatim = (syntax: string): Shell => new Shell([{ syntax }]);

/** One word in POSIX quotes, which only a character outside the safe set makes necessary. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function print(tokens: readonly Token[], printWord: (word: string | Secret) => string): string {
  return tokens.map((token) => ("syntax" in token ? token.syntax : printWord(token.word))).join("");
}

function join(commands: readonly (Shell | Maybe)[], operator: string): Shell {
  const present = commands.filter((command) => command instanceof Shell);
  const [only] = present;
  if (only && present.length === 1) return only;
  if (/&&|\|\|/.test(operator) && present.some((command) => command.operator === "\n"))
    throw new TypeError("Lines in a list would run on after a failure: the shell ignores `set -e` there");
  const separator = { syntax: operator === "\n" ? "\n" : ` ${operator} ` };
  return new Shell(
    present.flatMap((command, index) => [...(index > 0 ? [separator] : []), ...grouped(command, operator)]),
    operator,
  );
}

/** Braces, unless the operators agree: `a && b || c` is not `a && (b || c)`. `set -e` does not see `a` of `a && b` fail. */
function grouped({ tokens, operator }: Shell, outer: string): readonly Token[] {
  if (operator === undefined || operator === outer) return tokens;
  if (outer === "\n" && operator === "&&") return [...tokens, { syntax: " || exit" }];
  return [{ syntax: "{ " }, ...tokens, { syntax: "\n}" }];
}

const operatorsOf = (values: readonly Word[]): string[] =>
  values.flatMap((value) => (value instanceof Shell ? (value.operator ?? []) : Array.isArray(value) ? operatorsOf(value) : []));

function tokensOf(value: Word): readonly Token[] {
  if (value === undefined || value === false) return [];
  if (value instanceof Shell) return value.tokens;
  if (typeof value === "string" || value instanceof Secret) return [{ word: value }];
  if (typeof value === "number") return [{ word: String(value) }];
  const words = value.map(tokensOf).filter((tokens) => tokens.length > 0);
  return words.flatMap((tokens, index) => (index === 0 ? tokens : [{ syntax: " " }, ...tokens]));
}
