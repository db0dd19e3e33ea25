/** The Ruby that is understood inside `<%= %>`; undefined is Ruby's nil. */
export type Environment = Readonly<Record<string, string | undefined>>;

const supported =
  'Supported are ENV["X"], ENV.fetch("X"), ENV.fetch("X", "default"), ENV["X"] || "default", "text" and <%# comments %>.';

/** Why an expression has no value. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

const string = /\s*("(?:[^"\\#]|\\.|#(?!\{))*"|'(?:[^'\\]|\\.)*')\s*/y;

/**
 * Evaluates one expression.
 * @throws ExpressionError when it is not understood, or asks for a variable that is not set and has no default
 */
export function evaluateExpression(code: string, env: Environment): string | undefined {
  return new Expression(code, env).value();
}

/** Reads Ruby from left to right. */
class Expression {
  readonly #code: string;
  readonly #env: Environment;
  #at = 0;

  constructor(code: string, env: Environment) {
    this.#code = code;
    this.#env = env;
  }

  value(): string | undefined {
    const value = this.#alternatives();
    if (this.#at < this.#code.length) throw unsupported(this.#code);
    return value;
  }

  /** All of them are read, as all must be understood; the first that is not nil counts. */
  #alternatives(): string | undefined {
    let value = this.#operand();
    while (this.#take(/\s*\|\|\s*/y) !== undefined) {
      const next = this.#operand();
      value ??= next;
    }
    return value;
  }

  #operand(): string | undefined {
    if (this.#take(/\s*ENV\s*\[/y) !== undefined) return this.#variable();
    if (this.#take(/\s*ENV\s*\.\s*fetch\s*\(/y) !== undefined) return this.#fetched();
    return unquote(this.#expect(string));
  }

  #variable(): string | undefined {
    const name = unquote(this.#expect(string));
    this.#expect(/\]\s*/y);
    return this.#env[name];
  }

  #fetched(): string {
    const name = unquote(this.#expect(string));
    const fallback = this.#take(/,\s*/y) === undefined ? undefined : this.#alternatives();
    this.#expect(/\)\s*/y);
    const block = this.#take(/\{/y) === undefined ? undefined : this.#alternatives();
    if (block !== undefined) this.#expect(/\}\s*/y);
    const value = this.#env[name] ?? fallback ?? block;
    if (value !== undefined) return value;
    throw new ExpressionError(
      `the environment variable ${name} is not set`,
      `Set ${name}, or give a default: ENV.fetch("${name}", "default").`,
    );
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#code);
    if (found === null) return undefined;
    this.#at = pattern.lastIndex;
    return found[1] ?? found[0];
  }

  #expect(pattern: RegExp): string {
    const found = this.#take(pattern);
    if (found === undefined) throw unsupported(this.#code);
    return found;
  }
}

export function unsupported(code: string): ExpressionError {
  const [first = ""] = code.trim().split("\n");
  return new ExpressionError(`this Ruby is not supported: ${first}`, supported);
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", s: " ", e: "\x1b", "0": "\0" };

/** Ruby's quotes: single ones know only `\\` and `\'`. */
function unquote(literal: string): string {
  const inner = literal.trim().slice(1, -1);
  if (literal.trim().startsWith("'")) return inner.replace(/\\([\\'])/g, "$1");
  return inner.replace(/\\(.)/g, (_, sign: string) => escapes[sign] ?? sign);
}
