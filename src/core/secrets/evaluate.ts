import { Secret } from "../shell/secret.ts";
import type { Assignment, SecretsFile } from "./dotenv.ts";
import { expandVariables, keepLineBreaks, partsOf, withoutBackslashes } from "./substitution.ts";

/** What a command of a secrets file printed, and how it ended. */
export interface CommandResult {
  readonly output: string;
  readonly exitCode: number | undefined;
  /** The last of what it said on standard error. */
  readonly complaint: string;
}

export interface SecretsWorld {
  readonly lookup: (name: string) => string | undefined;
  readonly run: (command: string) => Promise<CommandResult>;
}

export interface Evaluated {
  readonly secrets: ReadonlyMap<string, Secret>;
  /** Why a name of the file has no value. */
  readonly failures: ReadonlyMap<string, string>;
}

/** Works the values of a file out from top to bottom; a variable sees only the lines above it, and the world. */
export async function evaluateSecrets(file: SecretsFile, world: SecretsWorld): Promise<Evaluated> {
  const values = new Map<string, string>();
  const failures = new Map<string, string>();
  const lookup = (name: string) => values.get(name) ?? world.lookup(name);
  for (const assignment of file.assignments) {
    const value = await evaluate(assignment, { lookup, run: world.run });
    const failure = typeof value === "string" ? undefined : `${file.path}:${assignment.line}: ${value.failure}`;
    values.set(assignment.name, typeof value === "string" ? value : "");
    if (failure === undefined) failures.delete(assignment.name);
    else failures.set(assignment.name, failure);
  }
  const known = [...values].filter(([name]) => !failures.has(name));
  return { secrets: new Map(known.map(([name, value]) => [name, new Secret(name, value)])), failures };
}

interface Failure {
  readonly failure: string;
}

async function evaluate({ value, quote }: Assignment, world: SecretsWorld): Promise<string | Failure> {
  if (quote === "single") return value;
  const legacy = world.lookup("DOTENV_LINEBREAK_MODE") === "legacy";
  const written = withoutBackslashes(quote === "double" ? keepLineBreaks(value, { legacy }) : value);
  const results: string[] = [];
  for (const part of partsOf(written)) {
    const result = "text" in part ? part.text : await runCommand(part.command, world);
    if (typeof result !== "string") return result;
    results.push(result);
  }
  // What a command printed is searched for variables too: dotenv does.
  return expandVariables(results.join(""), world.lookup);
}

/** Kamal ignores how a command ended; one that failed without a word is a secret that is not there. */
async function runCommand(command: string, { lookup, run }: SecretsWorld): Promise<string | Failure> {
  if (/^\s*kamal\s*secrets\s+/.test(command)) {
    return {
      failure:
        "`kamal secrets` is not supported yet. Call the vault's own command line here, or hand the secret in from the workflow.",
    };
  }
  const { output, exitCode, complaint } = await run(expandVariables(command, lookup));
  if (exitCode === 0 || output !== "") return output.replace(/\r?\n$|\r$/, "");
  const end = exitCode === undefined ? "was stopped" : `ended with exit code ${exitCode}`;
  const [program = ""] = command.trim().split(/\s/);
  return { failure: `its command (${program}) ${end}${complaint === "" ? "" : `: ${complaint}`}` };
}
