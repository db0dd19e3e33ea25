import type { Arguments } from "./arguments.ts";
import { type Flag, flagHelp } from "./flag.ts";

/** A command of kamal-proxy; `path` is the words that lead to it. */
export type Command = {
  readonly path: string;
  readonly aliases: readonly string[];
  readonly operands: "service" | "none" | "any";
  readonly short: string;
  readonly flags: readonly Flag[];
  readonly required: readonly string[];
  readonly allOrNone: readonly string[];
  readonly oneOf: readonly string[];
  readonly check: (args: Arguments) => void;
  readonly perform: (args: Arguments) => Promise<void>;
};

/** Makes a command that has, unless told otherwise, a service as its operand and no rules about its flags. */
export const command = (given: Pick<Command, "path" | "short" | "perform"> & Partial<Command>): Command => ({
  aliases: [],
  operands: "service",
  flags: [],
  required: [],
  allOrNone: [],
  oneOf: [],
  check: () => {},
  ...given,
});

/** Throws, in cobra's words and order, if the command cannot be run with these arguments. */
export const checkArguments = (command: Command, args: Arguments): void => {
  checkOperands(command, args.operands);
  command.check(args);
  const absent = (names: readonly string[]): readonly string[] => names.filter((name) => !args.isGiven(name));
  const missing = absent(command.required);
  if (missing.length > 0) throw new Error(`required flag(s) ${missing.map((name) => `"${name}"`).join(", ")} not set`);
  const group = command.allOrNone.join(" ");
  const incomplete = absent(command.allOrNone);
  if (incomplete.length > 0 && incomplete.length < command.allOrNone.length) {
    throw new Error(`if any flags in the group [${group}] are set they must all be set; missing [${incomplete.join(" ")}]`);
  }
  if (command.oneOf.length > 0 && absent(command.oneOf).length === command.oneOf.length) {
    throw new Error(`at least one of the flags in the group [${command.oneOf.join(" ")}] is required`);
  }
};

const checkOperands = (command: Command, operands: readonly string[]): void => {
  if (command.operands === "service" && operands.length !== 1) throw new Error(`accepts 1 arg(s), received ${operands.length}`);
  if (command.operands === "none" && operands.length > 0) {
    throw new Error(`unknown command ${JSON.stringify(operands[0])} for "kamal-proxy ${command.path}"`);
  }
};

/** The text of `--help`. */
export const commandHelp = (command: Command): string => {
  const operand = command.operands === "service" ? " <service>" : "";
  const usage = `Usage:\n  kamal-proxy ${command.path}${operand} [flags]`;
  const flags = [...command.flags.map(flagHelp), `  -h, --${"help".padEnd(38)} help for ${command.path}`];
  return `${command.short}\n\n${usage}\n\nFlags:\n${flags.join("\n")}\n`;
};
