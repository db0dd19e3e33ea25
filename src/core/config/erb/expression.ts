import { CodeReader } from "./code-reader.ts";

/** The Ruby that is understood without Ruby; undefined as a value is Ruby's nil. */
export type Expression =
  | { readonly kind: "literal"; readonly value: Value }
  | { readonly kind: "text"; readonly parts: readonly Expression[] }
  | { readonly kind: "variable"; readonly name: Expression }
  | { readonly kind: "fetch"; readonly name: Expression; readonly fallback: Expression | undefined }
  | { readonly kind: "command"; readonly command: Expression; readonly code: string }
  | { readonly kind: "architecture" }
  | {
      readonly kind: "call";
      readonly method: Method;
      readonly receiver: Expression;
      readonly safe: boolean;
      readonly code: string;
    }
  | { readonly kind: "sum"; readonly terms: readonly Expression[]; readonly code: string }
  | { readonly kind: "comparison"; readonly left: Expression; readonly right: Expression; readonly equal: boolean }
  | { readonly kind: "either"; readonly options: readonly Expression[] }
  | { readonly kind: "choice"; readonly condition: Expression; readonly chosen: Expression; readonly otherwise: Expression };

export type Value = string | number | boolean | undefined;

export type Method = "strip" | "chomp" | "presence" | "downcase" | "upcase" | "to_s";

const methods: readonly Method[] = ["strip", "chomp", "presence", "downcase", "upcase", "to_s"];

/** Undefined when it takes Ruby to understand this. */
export function parseExpression(code: string): Expression | undefined {
  const reader = new CodeReader(code.trim());
  const expression = choice(reader);
  return reader.atEnd() ? expression : undefined;
}

/** Undefined, here and below: what stands there is something else. */
function choice(reader: CodeReader): Expression | undefined {
  const condition = either(reader);
  if (condition === undefined || !reader.take(/\?(?=\s)/y)) return condition;
  const chosen = choice(reader);
  const otherwise = reader.take(/:(?=\s)/y) ? choice(reader) : undefined;
  return chosen && otherwise && { kind: "choice", condition, chosen, otherwise };
}

function either(reader: CodeReader): Expression | undefined {
  const options = listOf(reader, comparison, /\|\|/y);
  return options === undefined || options.length === 1 ? options?.[0] : { kind: "either", options };
}

function comparison(reader: CodeReader): Expression | undefined {
  const left = sum(reader);
  const operator = left && reader.take(/[=!]=(?![=~])/y);
  if (left === undefined || operator === undefined) return left;
  const right = sum(reader);
  return right && { kind: "comparison", left, right, equal: operator === "==" };
}

function sum(reader: CodeReader): Expression | undefined {
  const start = reader.at;
  const terms = listOf(reader, called, /\+/y);
  return terms === undefined || terms.length === 1 ? terms?.[0] : { kind: "sum", terms, code: reader.since(start) };
}

function listOf(
  reader: CodeReader,
  part: (reader: CodeReader) => Expression | undefined,
  separator: RegExp,
): readonly Expression[] | undefined {
  const parts: Expression[] = [];
  do {
    const next = part(reader);
    if (next === undefined) return undefined;
    parts.push(next);
  } while (reader.take(separator));
  return parts;
}

function called(reader: CodeReader): Expression | undefined {
  const start = reader.at;
  let receiver = operand(reader);
  for (let dot = reader.take(/&?\./y); receiver !== undefined && dot !== undefined; dot = reader.take(/&?\./y)) {
    const name = reader.take(/\w+(?![\w?!]|\((?!\)))/y);
    const method = methods.find((known) => known === name);
    reader.take(/\(\)/y);
    receiver = method && { kind: "call", method, receiver, safe: dot === "&.", code: reader.since(start) };
  }
  return receiver;
}

function operand(reader: CodeReader): Expression | undefined {
  if (reader.take(/ENV\[/y)) return closed(reader, /\]/y, (name) => ({ kind: "variable", name }));
  if (reader.take(/ENV\.fetch\(/y)) return fetched(reader);
  if (reader.take(/Kamal::Utils\.docker_arch\b(?!\()/y)) return { kind: "architecture" };
  if (reader.take(/\(/y)) return closed(reader, /\)/y, (inner) => inner);
  return command(reader) ?? text(reader) ?? literal(reader);
}

function closed(reader: CodeReader, end: RegExp, made: (inner: Expression) => Expression): Expression | undefined {
  const inner = choice(reader);
  return inner && reader.take(end) ? made(inner) : undefined;
}

function fetched(reader: CodeReader): Expression | undefined {
  const name = choice(reader);
  const more = reader.take(/,/y);
  const given = more === undefined ? undefined : choice(reader);
  if (name === undefined || (more !== undefined && given === undefined) || !reader.take(/\)/y)) return undefined;
  if (!reader.take(/\{/y)) return { kind: "fetch", name, fallback: given };
  return closed(reader, /\}/y, (fallback) => ({ kind: "fetch", name, fallback }));
}

function command(reader: CodeReader): Expression | undefined {
  const start = reader.at;
  const opening = reader.take(/`|%x[([{]/y);
  if (opening === undefined) return undefined;
  const parts = reader.quoted(opening.slice(-1), choice);
  return parts && { kind: "command", command: { kind: "text", parts: parts.map(asExpression) }, code: reader.since(start) };
}

function text(reader: CodeReader): Expression | undefined {
  const single = reader.take(/'(?:[^'\\]|\\[\s\S])*'/y);
  // Single quotes know only `\\` and `\'`.
  if (single !== undefined) return { kind: "literal", value: single.slice(1, -1).replace(/\\([\\'])/g, "$1") };
  if (!reader.take(/"/y)) return undefined;
  const parts = reader.quoted('"', choice);
  return parts && { kind: "text", parts: parts.map(asExpression) };
}

const asExpression = (part: string | Expression): Expression =>
  typeof part === "string" ? { kind: "literal", value: part } : part;

function literal(reader: CodeReader): Expression | undefined {
  const word = reader.take(/(?:nil|true|false|0|[1-9]\d{0,14})(?![\w.?!(])/y);
  if (word === undefined) return undefined;
  if (word === "nil") return { kind: "literal", value: undefined };
  return { kind: "literal", value: /^\d/.test(word) ? Number(word) : word === "true" };
}
