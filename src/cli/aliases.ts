import { Command } from "commander";
import { nearest } from "../core/config/nearest.ts";
import { Refusal } from "../core/report/refusal.ts";
import { splitWords } from "../core/shell/shellwords.ts";
import { readAliases } from "../use-cases/aliases.ts";
import type { FrontEnd } from "./front-end.ts";
import { type GlobalOptions, withGlobals } from "./options.ts";
import { retired } from "./retired.ts";

interface Surroundings {
  /** Options that say which deploy.yml it is, unless those that were typed do. */
  readonly globals?: readonly string[];
  /** The aliases that led here. */
  readonly seen?: readonly string[];
}

/**
 * What was typed, with an alias of deploy.yml in its first word written out. What follows is added to it, as in Kamal.
 * @throws InvalidInput when deploy.yml is wrong, Refusal when an alias cannot be read or leads back to itself
 */
export async function withoutAlias(
  words: readonly string[],
  root: Command,
  frontEnd: FrontEnd,
  { globals = [], seen = [] }: Surroundings = {},
): Promise<readonly string[]> {
  const [name, ...others] = words;
  if (name === "--version" && others.length === 0) return ["version"];
  if (name === undefined || isCommand(root, name)) return spelled(words, root).map(dashed);
  if (name.startsWith("-")) return withoutCommand(words, root);
  if (seen.includes(name)) throw new Refusal([`The alias ${name} leads back to itself`]);
  const call = await frontEnd.call(globalsIn([...globals, ...others]));
  const aliases = await readAliases(call);
  const command = aliases?.[name];
  if (command === undefined) {
    const complaint = complaintAbout(name, root, aliases === undefined ? call.request.configFile : undefined);
    if (complaint !== undefined) throw new Refusal([complaint]);
    return words.map(dashed);
  }
  const expanded = splitWords(command);
  if (!expanded) throw new Refusal([`The alias ${name} has a quote that is not closed: ${command}`]);
  return withoutAlias([...expanded, ...others], root, frontEnd, { globals, seen: [...seen, name] });
}

/** @throws Refusal when the command comes after its options */
function withoutCommand(words: readonly string[], root: Command): readonly string[] {
  const command = words.find((word) => isCommand(root, word));
  if (command === undefined) return words;
  throw new Refusal([
    `Options stand behind the command: landfall ${command} ${words.filter((word) => word !== command).join(" ")}`,
  ]);
}

/** Of a word that is no command; undefined where the parser of commands has more to say of it. @param missing the deploy.yml that is not there */
function complaintAbout(name: string, root: Command, missing: string | undefined): string | undefined {
  const former = retired(name);
  if (former !== undefined) return former;
  const commands = root.commands.map((command) => command.name());
  if (missing === undefined || nearest(name, commands) !== undefined) return undefined;
  return `There is no command ${name}, and no ${missing} here that could have an alias of that name`;
}

/** Kamal takes `app stale-containers` for `app stale_containers`. */
function spelled(words: readonly string[], root: Command): readonly string[] {
  const [name, verb, ...others] = words;
  if (name === undefined || verb === undefined) return words;
  const noun = root.commands.find((command) => command.name() === name);
  const meant = noun?.commands.find((command) => command.name() === verb.replaceAll("-", "_"));
  return meant ? [name, meant.name(), ...others] : words;
}

/** Kamal takes `--skip_push` for `--skip-push`. */
const dashed = (word: string): string => word.replace(/^--[a-z_]+(?==|$)/, (option) => option.replaceAll("_", "-"));

const isCommand = (root: Command, name: string): boolean =>
  name === "help" || root.commands.some((command) => command.name() === name || command.aliases().includes(name));

/** The options that say which deploy.yml it is, among whatever belongs to the command. */
export function globalsIn(words: readonly string[]): GlobalOptions {
  const reader = withGlobals(new Command()).allowUnknownOption().allowExcessArguments().exitOverride();
  reader.parseOptions([...words]);
  return reader.opts<GlobalOptions>();
}
