/** The Ruby that is understood inside `<%= %>`; undefined is Ruby's nil. */
export type Environment = Readonly<Record<string, string | undefined>>;

export const supported =
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
const index = /\s*ENV\s*\[/y;
const fetch = /\s*ENV\s*\.\s*fetch\s*\(/y;

/**
 * Evaluates one expression.
 * @throws ExpressionError when it is not understood, or asks for a variable that is not set and has no default
 */
export function evaluateExpression(code: string, env: Environment): string | undefined {
  let at = 0;
  const value = alternatives();
  if (at < code.length) throw unsupported(code);
  return value;

  function take(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(code);
    if (found === null) return undefined;
    at = pattern.lastIndex;
    return found[1] ?? found[0];
  }

  function expect(pattern: RegExp): string {
    const found = take(pattern);
    if (found === undefined) throw unsupported(code);
    return found;
  }

  /** Both sides are read, as both must be understood; the first that is not nil counts. */
  function alternatives(): string | undefined {
    let value = operand();
    while (take(/\s*\|\|\s*/y) !== undefined) {
      const next = operand();
      value ??= next;
    }
    return value;
  }

  function operand(): string | undefined {
    if (take(index) !== undefined) return variable();
    if (take(fetch) !== undefined) return fetched();
    return unquote(expect(string));
  }

  function variable(): string | undefined {
    const name = unquote(expect(string));
    expect(/\]\s*/y);
    return env[name];
  }

  function fetched(): string {
    const name = unquote(expect(string));
    const fallback = take(/,\s*/y) === undefined ? undefined : alternatives();
    expect(/\)\s*/y);
    const block = take(/\{/y) === undefined ? undefined : alternatives();
    if (block !== undefined) expect(/\}\s*/y);
    const value = env[name] ?? fallback ?? block;
    if (value === undefined)
      throw new ExpressionError(
        `the environment variable ${name} is not set`,
        `Set ${name}, or give a default: ENV.fetch("${name}", "default").`,
      );
    return value;
  }
}

function unsupported(code: string): ExpressionError {
  return new ExpressionError(`this Ruby is not supported: ${code.trim()}`, supported);
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", s: " ", e: "\x1b", "0": "\0" };

/** Ruby's quotes: single ones know only `\\` and `\'`. */
function unquote(literal: string): string {
  const inner = literal.trim().slice(1, -1);
  if (literal.trim().startsWith("'")) return inner.replace(/\\([\\'])/g, "$1");
  return inner.replace(/\\(.)/g, (_, sign: string) => escapes[sign] ?? sign);
}
