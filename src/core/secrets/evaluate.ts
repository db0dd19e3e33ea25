import { Secret } from "../shell/secret.ts";
import type { Assignment, SecretsFile, SecretsProblem } from "./dotenv.ts";
import { doubtsOf } from "./doubts.ts";
import { type AskVault, isInline, serveInline } from "./inline.ts";
import { expandVariables, keepLineBreaks, partsOf, variablesIn, withoutBackslashes } from "./substitution.ts";
import { VaultError } from "./vaults/vault.ts";

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
  readonly ask: AskVault;
}

export interface Evaluated {
  readonly secrets: ReadonlyMap<string, Secret>;
  /** Why a name of the file has no value. */
  readonly failures: ReadonlyMap<string, string>;
  readonly warnings: readonly SecretsProblem[];
}

interface Failure {
  readonly failure: string;
  /** Kamal gives up when `kamal secrets` fails, so what needs the value has none either; after another command it goes on with nothing. */
  readonly isFinal: boolean;
}

type Outcome = string | Failure;

/** Works the values of a file out from top to bottom; a variable sees only the lines above it, and the world. */
export async function evaluateSecrets(file: SecretsFile, world: SecretsWorld): Promise<Evaluated> {
  const outcomes = new Map<string, Outcome>();
  const warnings: SecretsProblem[] = [];
  const lookup = (name: string): string | undefined => {
    const outcome = outcomes.get(name);
    if (outcome === undefined || typeof outcome === "string") return outcome ?? world.lookup(name);
    if (outcome.isFinal) throw new VaultError(`it needs ${name}, which has no value (${outcome.failure})`);
    return "";
  };
  for (const assignment of file.assignments) {
    const warn = (message: string): number => warnings.push({ path: file.path, line: assignment.line, message });
    for (const doubt of doubtsOf(assignment, lookup)) warn(doubt);
    const outcome = await evaluate(assignment, { ...world, lookup, warn });
    outcomes.set(assignment.name, located(outcome, `${file.path}:${assignment.line}`));
  }
  const known = [...outcomes].flatMap(([name, outcome]) => (typeof outcome === "string" ? [new Secret(name, outcome)] : []));
  const failed = [...outcomes].flatMap(([name, outcome]) =>
    typeof outcome === "string" ? [] : [[name, outcome.failure] as const],
  );
  return { secrets: new Map(known.map((secret) => [secret.name, secret])), failures: new Map(failed), warnings };
}

const located = (outcome: Outcome, place: string): Outcome =>
  typeof outcome === "string" ? outcome : { ...outcome, failure: `${place}: ${outcome.failure}` };

interface Line extends SecretsWorld {
  readonly warn: (message: string) => void;
}

async function evaluate(assignment: Assignment, world: Line): Promise<Outcome> {
  try {
    return await substitute(assignment, world);
  } catch (error) {
    if (error instanceof VaultError) return { failure: error.message, isFinal: true };
    throw error;
  }
}

async function substitute({ value, quote }: Assignment, world: Line): Promise<Outcome> {
  if (quote === "single") return value;
  const legacy = world.lookup("DOTENV_LINEBREAK_MODE") === "legacy";
  const written = withoutBackslashes(quote === "double" ? keepLineBreaks(value, { legacy }) : value);
  const results: string[] = [];
  for (const part of partsOf(written)) {
    const result = "text" in part ? part.text : await runCommand(part.command, world);
    if (typeof result !== "string") return result;
    results.push(result);
    if ("command" in part && losesPart(result, world.lookup)) world.warn(partLost);
  }
  // What a command printed is searched for variables too: dotenv does.
  return expandVariables(results.join(""), world.lookup);
}

const losesPart = (output: string, lookup: SecretsWorld["lookup"]): boolean =>
  variablesIn(output).some((name) => lookup(name) === undefined);

const partLost =
  "A part of what this command gives is lost, as with Kamal: a `$` with a letter, a digit or `_` after it counts as a variable, and there is none of that name. Change the secret to one without it";

async function runCommand(written: string, { lookup, run, ask }: SecretsWorld): Promise<Outcome> {
  const command = expandVariables(written, lookup);
  if (isInline(command)) return withoutLineBreak(await serveInline(command, ask));
  const { output, exitCode, complaint } = await run(command);
  if (output.trim() === "" && mentionsSecrets.test(command)) return { failure: notInline(complaint), isFinal: true };
  // Kamal ignores how a command ended; one that failed without a word is a secret that is not there.
  if (exitCode === 0 || output !== "") return withoutLineBreak(output);
  const end = exitCode === undefined ? "was stopped" : `ended with exit code ${exitCode}`;
  const [program = ""] = written.trim().split(/\s/);
  return { failure: `its command (${program}) ${end}${complaint === "" ? "" : `: ${complaint}`}`, isFinal: false };
}

const mentionsSecrets = /\b(?:kamal|landfall)\s+secrets\b/;

const notInline = (complaint: string): string =>
  `\`kamal secrets\` is served only right after \`$(\`; here a shell looked for a program of that name and printed nothing${complaint === "" ? "" : `: ${complaint}`}`;

const withoutLineBreak = (output: string): string => output.replace(/\r?\n$|\r$/, "");
