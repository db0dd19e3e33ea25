import { type Argument, Command, type Option } from "commander";
import type { FrontEnd } from "../../src/cli/front-end.ts";
import { withGlobals } from "../../src/cli/options.ts";
import { program } from "../../src/cli/program.ts";
import { markdownTable } from "../../src/core/report/markdown.ts";

/** Every command, as the program itself describes it, in Markdown. */
export function commandsGuide(): { readonly globals: string; readonly contents: string; readonly commands: string } {
  const commands = leavesOf(program(unused), []);
  return {
    globals: optionsTable(visibleOptions(withGlobals(new Command()))),
    contents: commands.map(({ names }) => `[${names.join(" ")}](#${names.join("-").toLowerCase()})`).join(", "),
    commands: commands.map(section).join("\n\n"),
  };
}

interface Leaf {
  readonly names: readonly string[];
  readonly command: Command;
}

/** Commands that do something themselves. */
function leavesOf(command: Command, names: readonly string[]): Leaf[] {
  const below = command
    .createHelp()
    .visibleCommands(command)
    .filter((each) => each.name() !== "help");
  const leaves = below.flatMap((each) => leavesOf(each, [...names, each.name()]));
  const acts = names.length > 0 && visibleOptions(command).some(({ long }) => long !== "--help");
  return acts || below.length === 0 ? [{ names, command }, ...leaves] : leaves;
}

function section({ names, command }: Leaf): string {
  const shared = new Set(visibleOptions(withGlobals(new Command())).map(({ long }) => long));
  const own = visibleOptions(command).filter(({ long }) => !shared.has(long));
  const usage = [...names, ...command.registeredArguments.map(shown)];
  return [
    `### ${names.join(" ")}`,
    `${command.description()}.`,
    `\`\`\`sh\nlandfall ${usage.join(" ")}\n\`\`\``,
    ...(own.length > 0 ? [optionsTable(own)] : []),
  ].join("\n\n");
}

function shown(argument: Argument): string {
  const text = `${argument.name().toUpperCase()}${argument.variadic ? "..." : ""}`;
  return argument.required ? text : `[${text}]`;
}

const visibleOptions = (command: Command): Option[] => command.createHelp().visibleOptions(command);

const optionsTable = (options: readonly Option[]): string =>
  markdownTable(
    ["Option", "Meaning", "Default"],
    options.map(({ flags, description, defaultValue }) => [
      `\`${flags}\``,
      description.replaceAll("<", "&lt;"),
      typeof defaultValue === "string" ? `\`${defaultValue}\`` : "",
    ]),
  );

/** Nothing is run. */
const unused: FrontEnd = {
  call: () => Promise.reject(new Error("not called")),
  confirm: () => Promise.reject(new Error("not called")),
  answer: () => {},
  ends: () => {
    throw new Error("not called");
  },
  reveal: () => Promise.reject(new Error("not called")),
  report: () => Promise.reject(new Error("not called")),
};
