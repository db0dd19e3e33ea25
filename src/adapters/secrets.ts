import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { InvalidInput } from "../core/config/problem.ts";
import { parseSecrets } from "../core/secrets/dotenv.ts";
import { type CommandResult, type Evaluated, evaluateSecrets } from "../core/secrets/evaluate.ts";
import type { Secret, Secrets } from "../core/shell/secret.ts";

export interface SecretsRequest {
  readonly secretsPath: string;
  readonly destination: string | undefined;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Secrets handed in by whoever started the run. */
  readonly given: Secrets;
}

export interface ReadSecrets {
  readonly secrets: Secrets;
  /** The files that were there. */
  readonly files: readonly string[];
  /** Why a name that stands in a file has no value. */
  readonly failures: ReadonlyMap<string, string>;
}

/**
 * Reads `<path>-common` and then `<path>`, or `<path>.DESTINATION` instead; the later file wins, and both win over what was given.
 * @throws InvalidInput when a file cannot be parsed
 */
export async function readSecrets(request: SecretsRequest): Promise<ReadSecrets> {
  const { secretsPath, destination, given } = request;
  const paths = [`${secretsPath}-common`, destination === undefined ? secretsPath : `${secretsPath}.${destination}`];
  const files: string[] = [];
  let merged: Evaluated = { secrets: given, failures: new Map() };
  for (const path of paths) {
    const text = await readIfThere(resolve(request.cwd, path));
    if (text === undefined) continue;
    files.push(path);
    merged = over(merged, await evaluateFile(path, text, request));
  }
  return { ...merged, files };
}

function over(below: Evaluated, above: Evaluated): Evaluated {
  const secrets = new Map([...below.secrets, ...above.secrets]);
  const failures = new Map([...below.failures, ...above.failures].filter(([name]) => !secrets.has(name)));
  return { secrets, failures };
}

async function evaluateFile(path: string, text: string, { cwd, env, given }: SecretsRequest): Promise<Evaluated> {
  const file = parseSecrets(path, text);
  if ("message" in file) throw new InvalidInput([{ file: path, line: file.line, column: 1, path: "", message: file.message }]);
  const commandEnv = { ...env, ...revealed(given) };
  return evaluateSecrets(file, {
    lookup: (name) => given.get(name)?.reveal() ?? env[name],
    run: (command) => runCommand(command, cwd, commandEnv),
  });
}

/** Vault command lines find their tokens in the environment. */
function revealed(given: ReadonlyMap<string, Secret>): Record<string, string> {
  return Object.fromEntries([...given].map(([name, secret]) => [name, secret.reveal()]));
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** The command may hold secrets, so it comes by standard input and not as an argument. */
const readAndRun = 'command=$(cat); eval "$command" </dev/null';

/** As Ruby's backticks: a shell, and what it prints. */
function runCommand(command: string, cwd: string, env: Readonly<Record<string, string | undefined>>): Promise<CommandResult> {
  return new Promise((settle) => {
    const options = { cwd, env, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 } as const;
    const child = execFile("sh", ["-c", readAndRun], options, (_error, stdout, stderr) => {
      settle({ output: stdout, exitCode: child.exitCode ?? undefined, complaint: stderr.trim().split("\n").at(-1) ?? "" });
    });
    child.stdin?.end(command);
  });
}
