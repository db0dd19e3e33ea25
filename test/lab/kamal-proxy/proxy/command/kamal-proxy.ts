#!/usr/bin/env node
import { Arguments } from "./arguments.ts";
import { type Command, checkArguments, commandHelp } from "./command.ts";
import { deployCommand } from "./deploy.ts";
import { rolloutDeployCommand, rolloutSetCommand, rolloutStopCommand } from "./rollout.ts";
import { runCommand } from "./run.ts";
import { listCommand, pauseCommand, removeCommand, resumeCommand, stopCommand } from "./service.ts";

const rollout: readonly Command[] = [rolloutDeployCommand, rolloutSetCommand, rolloutStopCommand];
const services: readonly Command[] = [deployCommand, listCommand, pauseCommand, removeCommand, resumeCommand, stopCommand];
const commands: readonly Command[] = [...services, ...rollout, runCommand];

const overview = (title: string, shown: readonly Command[]): string => {
  const lines = shown.map(({ path, short }) => `  ${path.padEnd(16)}${short}`);
  return `${title}\n\nUsage:\n  kamal-proxy [command]\n\nAvailable Commands:\n${lines.join("\n")}\n`;
};

const execute = async (words: readonly string[]): Promise<void> => {
  const [first, second] = words;
  if (first === undefined || first === "help" || first.startsWith("-")) {
    const root = new Arguments([], first === "help" ? [] : words);
    if (root.operands.length > 0) throw new Error(`unknown command ${JSON.stringify(root.operands[0])} for "kamal-proxy"`);
    process.stdout.write(overview("HTTP proxy for zero downtime deployments", commands));
    return;
  }
  const path = first === "rollout" ? `${first} ${second}` : first;
  const found = commands.find((command) => command.path === path || command.aliases.includes(path));
  if (found !== undefined) return await perform(found, words.slice(first === "rollout" ? 2 : 1));
  if (first !== "rollout") throw new Error(`unknown command ${JSON.stringify(first)} for "kamal-proxy"`);
  // cobra shows the help of a group of commands, with exit status 0, for a word that it does not know.
  process.stdout.write(overview("Manage rollout settings", rollout));
};

const perform = async (command: Command, words: readonly string[]): Promise<void> => {
  const args = new Arguments(command.flags, words);
  if (args.helpWanted) {
    process.stdout.write(commandHelp(command));
    return;
  }
  checkArguments(command, args);
  await command.perform(args);
};

const hint = (message: string): string =>
  /^unknown command .* for "kamal-proxy"$/.test(message) ? "Run 'kamal-proxy --help' for usage.\n" : "";

try {
  await execute(process.argv.slice(2));
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`Error: ${message}\n${hint(message)}`);
  process.exitCode = 1;
}
