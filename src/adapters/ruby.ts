import type { CommandResult } from "../core/secrets/evaluate.ts";
import { isNotThere, runChild, type Surroundings } from "./child.ts";

/** Runs a Ruby program; undefined when there is no ruby on PATH. It reads files as UTF-8, whatever the locale. */
export async function runRuby(program: string, around: Surroundings): Promise<CommandResult | undefined> {
  try {
    return await runChild(["ruby", "-EUTF-8", "-"], program, around);
  } catch (error) {
    if (isNotThere(error)) return undefined;
    throw error;
  }
}

/** What stands in backticks may hold secrets, so it comes by standard input and not as an argument. */
const readAndRun = 'command=$(cat); eval "$command" </dev/null';

/** As Ruby's backticks: a shell, and what it prints. */
export const runBackticks = (command: string, around: Surroundings): Promise<CommandResult> =>
  runChild(["sh", "-c", readAndRun], command, around);
