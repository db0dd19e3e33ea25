const closers: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  s: " ",
  e: "\x1b",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
};

/** Brackets nest within a quotation that they enclose; quotes end it. */
function nesting(sign: string, opening: string): number {
  if (sign === (closers[opening] ?? opening)) return -1;
  return sign === opening ? 1 : 0;
}

/** Reads Ruby from left to right. */
export class CodeReader {
  readonly #code: string;
  #at = 0;

  constructor(code: string) {
    this.#code = code;
  }

  get at(): number {
    return this.#at;
  }

  since(start: number): string {
    return this.#code.slice(start, this.#at).trim();
  }

  atEnd(): boolean {
    return this.#code.slice(this.#at).trim() === "";
  }

  /** What matches the sticky pattern next, behind blanks; nothing moves when it does not match. */
  take(pattern: RegExp): string | undefined {
    return this.#exactly(pattern, this.#at + (/^[ \t]*/.exec(this.#code.slice(this.#at))?.[0].length ?? 0));
  }

  /** Reads to the end of a quotation that interpolates; undefined when it has no end, or holds what only Ruby knows. */
  quoted<Inner>(opening: string, inner: (reader: CodeReader) => Inner | undefined): readonly (string | Inner)[] | undefined {
    const parts: (string | Inner)[] = [];
    for (let depth = 1; ; ) {
      const sign = this.#exactly(/#\{|\\[\s\S]|[\s\S]/y, this.#at) ?? "";
      depth += nesting(sign, opening);
      if (depth === 0) return parts;
      const part = sign === "#{" ? this.#interpolated(inner) : this.#plain(sign);
      if (part === undefined) return undefined;
      parts.push(part);
    }
  }

  #interpolated<Inner>(inner: (reader: CodeReader) => Inner | undefined): Inner | undefined {
    const expression = inner(this);
    return this.take(/\}/y) === undefined ? undefined : expression;
  }

  /** `#@x` and `#$x` are variables, and there are escapes with digits. */
  #plain(sign: string): string | undefined {
    if (sign === "" || (sign === "#" && /[@$]/.test(this.#code[this.#at] ?? ""))) return undefined;
    if (!sign.startsWith("\\")) return sign;
    const escaped = sign.slice(1);
    return /[\dxucCM\n]/.test(escaped) ? undefined : (escapes[escaped] ?? escaped);
  }

  #exactly(pattern: RegExp, from: number): string | undefined {
    pattern.lastIndex = from;
    const found = pattern.exec(this.#code)?.[0];
    if (found !== undefined) this.#at = from + found.length;
    return found;
  }
}
