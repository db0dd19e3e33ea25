import { architecture, outputOf, type RunCommand, SilentCommand } from "./command.ts";
import type { Expression, Value } from "./expression.ts";
import { ExpressionError, unsetVariable } from "./expression-error.ts";
import { changed, presence } from "./method.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** What an expression may ask. */
export interface ExpressionWorld {
  readonly env: Environment;
  readonly run: RunCommand;
}

/**
 * What an expression is worth; commands run only where Ruby would run them.
 * @throws ExpressionError when it has no value
 */
export async function evaluate(expression: Expression, world: ExpressionWorld): Promise<Value> {
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "text":
      return textOf(expression.parts, world);
    case "variable":
      return world.env[await nameOf(expression.name, world)];
    case "fetch":
      return fetched(expression, world);
    case "command":
      return outputOf(expression.code, await textOf([expression.command], world), world.run);
    case "architecture":
      return architecture(world.run);
    case "call":
      return call(expression, world);
    case "sum":
      return sum(expression, world);
    case "comparison":
      return ((await evaluate(expression.left, world)) === (await evaluate(expression.right, world))) === expression.equal;
    case "either":
      return either(expression.options, world);
    case "choice":
      return evaluate(isTrue(await evaluate(expression.condition, world)) ? expression.chosen : expression.otherwise, world);
  }
}

/** In Ruby "" and 0 are true. */
const isTrue = (value: Value): boolean => value !== undefined && value !== false;

async function textOf(parts: readonly Expression[], world: ExpressionWorld): Promise<string> {
  let text = "";
  for (const part of parts) text += (await evaluate(part, world)) ?? "";
  return text;
}

async function either(options: readonly Expression[], world: ExpressionWorld): Promise<Value> {
  let value: Value;
  for (const option of options) {
    value = await evaluate(option, world);
    if (isTrue(value)) return value;
  }
  return value;
}

async function nameOf(expression: Expression, world: ExpressionWorld): Promise<string> {
  const name = await evaluate(expression, world);
  if (typeof name === "string") return name;
  throw new ExpressionError("ENV knows its variables by text", 'Write ENV["NAME"].');
}

/** Ruby works the default out even where it is not needed; here its commands then do not run. */
async function fetched({ name, fallback }: Extract<Expression, { kind: "fetch" }>, world: ExpressionWorld): Promise<Value> {
  const variable = await nameOf(name, world);
  const value = world.env[variable];
  if (value !== undefined) return value;
  if (fallback !== undefined) return evaluate(fallback, world);
  throw unsetVariable(variable);
}

async function sum({ terms, code }: Extract<Expression, { kind: "sum" }>, world: ExpressionWorld): Promise<Value> {
  let total: string | undefined;
  for (const term of terms) {
    const value = await evaluate(term, world);
    if (typeof value !== "string")
      throw new ExpressionError(`${code} adds something that is not text`, 'Add text: .to_s, or || "".');
    total = (total ?? "") + value;
  }
  return total;
}

async function call(
  { receiver, method, safe, code }: Extract<Expression, { kind: "call" }>,
  world: ExpressionWorld,
): Promise<Value> {
  const value = await evaluate(receiver, world).catch((error: unknown) => {
    // Who asks for `presence` knows that nothing may come.
    if (error instanceof SilentCommand && method === "presence") return undefined;
    throw error;
  });
  if (value === undefined && safe) return undefined;
  if (method === "to_s") return String(value ?? "");
  if (method === "presence") return presence(value);
  if (typeof value === "string") return changed(value, method);
  throw new ExpressionError(
    `${code} has nothing to work on: there is no text before it`,
    'Give a default: (ENV["X"] || "default").',
  );
}
