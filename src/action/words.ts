import { Command, type Option } from "commander";
import { globalsIn } from "../cli/aliases.ts";
import { type GlobalOptions, withGlobals } from "../cli/options.ts";
import { Refusal } from "../core/report/refusal.ts";
import type { GivenOption } from "./inputs/options.ts";

/**
 * The command with the inputs that are options of it. They come right behind its name: where an option stands twice, the last one
 * counts, which is the one that somebody wrote into the command.
 * What names no command stays as it is, for the parser to complain.
 * @throws Refusal when an input would be lost without which more is done than was asked for
 */
export function commandLine(words: readonly string[], given: readonly GivenOption[], root: Command): readonly string[] {
  const { command, names } = commandIn(words, root);
  if (names.length === 0 || command.options.length === 0) return words;
  const others = words.slice(names.length);
  const options = given.filter(({ input }) => input !== "log-level" || !others.some(isLogLevel));
  const lost = options.filter((option) => option.value !== false && !option.spare && !optionOf(option, command));
  if (lost.length === 0) return [...names, ...optionWords(options, command), ...others];
  const inputs = lost.map(({ input }) => input).join(", ");
  throw new Refusal([
    `The command ${names.join(" ")} does not know what the input ${inputs} asks for. Leave it out, or use another command`,
  ]);
}

/** The options that every command takes, as the inputs have them. */
export const globalsOf = (given: readonly GivenOption[]): GlobalOptions => globalsIn(globalWords(given));

/** The same as words. */
export const globalWords = (given: readonly GivenOption[]): readonly string[] => optionWords(given, withGlobals(new Command()));

const isLogLevel = (word: string): boolean => /^(-[vq]|--verbose|--quiet)$/.test(word);

/** The command that the first words name, as far down as they do. */
function commandIn(words: readonly string[], root: Command): { readonly command: Command; readonly names: readonly string[] } {
  let command = root;
  const names: string[] = [];
  for (const word of words) {
    const next = command.commands.find((each) => each.name() === word || each.aliases().includes(word));
    if (!next) break;
    names.push(word);
    command = next;
  }
  return { command, names };
}

function optionWords(given: readonly GivenOption[], command: Command): readonly string[] {
  return given.flatMap((each) => {
    const option = optionOf(each, command);
    if (!option || each.value === option.defaultValue) return [];
    if (typeof each.value === "string") return [`--${each.option}=${each.value}`];
    return each.value === option.negate ? [] : [`${option.long}`];
  });
}

/** `cache` is the option --no-cache, too. */
const optionOf = ({ option: name }: GivenOption, command: Command): Option | undefined =>
  command.options.find(({ long }) => long === `--${name}` || long === `--no-${name}`);
