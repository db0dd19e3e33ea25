import type { CommandResult } from "../../secrets/evaluate.ts";
import { ExpressionError } from "./expression-error.ts";

/** Runs a command as Ruby's backticks do. */
export type RunCommand = (command: string) => Promise<CommandResult>;

/** A command failed and printed nothing. */
export class SilentCommand extends ExpressionError {}

/** Kamal ignores how a command ended; one that failed without a word is a value that is not there. */
export async function outputOf(code: string, command: string, run: RunCommand): Promise<string> {
  const { output: printed, exitCode, complaint } = await run(command);
  const because = complaint === "" ? "" : `: ${complaint}`;
  if (exitCode === undefined) throw new ExpressionError(`${code} was stopped${because}`, "No server was reached.");
  if (exitCode === 0 || printed !== "") return printed;
  throw new SilentCommand(
    `${code} ended with exit code ${exitCode} and printed nothing${because}`,
    "It runs in the project's directory. Where printing nothing is right, let the command end with `|| true`.",
  );
}

/** What Kamal calls docker_arch: the architecture of the Docker engine that is used here, in the words of `builder/arch`. */
export async function architecture(run: RunCommand): Promise<string> {
  const printed = await outputOf("Kamal::Utils.docker_arch", "docker info --format '{{.Architecture}}'", run);
  if (printed.includes("aarch64")) return "arm64";
  return printed.includes("x86_64") ? "amd64" : printed.trim();
}
