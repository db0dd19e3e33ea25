import type { Command } from "commander";
import { OwnLock } from "../../src/cli/own-lock.ts";
import { program } from "../../src/cli/program.ts";
import { terminal } from "../../src/cli/terminal.ts";
import { Discretion } from "../../src/core/shell/discretion.ts";

/** The program as a terminal has it, for what reaches no server. */
export const theProgram = (): Command =>
  program(terminal({ signal: new AbortController().signal, silence: () => {} }, new OwnLock(), new Discretion()));

export interface NamedCommand {
  readonly name: string;
  readonly command: Command;
}

/** Every command that help lists, and that does something. */
export const listedCommands = (above = theProgram(), names: readonly string[] = []): NamedCommand[] =>
  above
    .createHelp()
    .visibleCommands(above)
    .filter((command) => command.name() !== "help")
    .flatMap((command) => {
      const path = [...names, command.name()];
      const below = listedCommands(command, path);
      return below.length === 0 || path.join(" ") === "config" ? [{ name: path.join(" "), command }, ...below] : below;
    });

/** What `--help` prints. */
export function helpOf(command: Command): string {
  const written: string[] = [];
  command.configureOutput({ writeOut: (text) => void written.push(text) }).outputHelp();
  return written.join("");
}
