import { InvalidInput, type Problem } from "../core/config/problem.ts";
import { parseSecrets, type SecretsProblem } from "../core/secrets/dotenv.ts";
import { type Evaluated, evaluateSecrets, type SecretsWorld } from "../core/secrets/evaluate.ts";
import type { AskVault } from "../core/secrets/inline.ts";
import type { Secrets } from "../core/shell/secret.ts";
import { runBackticks } from "./ruby.ts";
import { readTextFile } from "./text-file.ts";
import { askVault, type VaultSurroundings } from "./vaults.ts";

export interface SecretsRequest {
  readonly secretsPath: string;
  readonly destination: string | undefined;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Secrets handed in by whoever started the run. */
  readonly given: Secrets;
  /** Stops the commands of the files. */
  readonly signal: AbortSignal;
}

interface ReadSecrets {
  readonly secrets: Secrets;
  /** The files that were there. */
  readonly files: readonly string[];
  /** Why a name that stands in a file has no value. */
  readonly failures: ReadonlyMap<string, string>;
  readonly warnings: readonly Problem[];
}

/**
 * Reads `<path>-common` and then `<path>`, or `<path>.DESTINATION` instead; the later file wins, and both win over what was given.
 * @throws InvalidInput when a file cannot be read or parsed
 */
export async function readSecrets(request: SecretsRequest): Promise<ReadSecrets> {
  const { secretsPath, destination, cwd, given } = request;
  const paths = [`${secretsPath}-common`, destination === undefined ? secretsPath : `${secretsPath}.${destination}`];
  const files: string[] = [];
  let evaluated: Evaluated = { secrets: new Map(), failures: new Map(), warnings: [] };
  const world = worldOf(request);
  for (const path of paths) {
    const text = await readTextFile(cwd, path);
    if (text === undefined) continue;
    files.push(path);
    evaluated = over(evaluated, await evaluateFile(path, text, world));
  }
  const failures = [...evaluated.failures].filter(([name]) => !given.has(name));
  const warnings = evaluated.warnings.map(problemAt);
  return { secrets: new Map([...given, ...evaluated.secrets]), failures: new Map(failures), files, warnings };
}

/** A name that failed in the later file does not get the value of the earlier one, which was meant to be replaced. */
function over(below: Evaluated, above: Evaluated): Evaluated {
  return {
    secrets: new Map([...[...below.secrets].filter(([name]) => !above.failures.has(name)), ...above.secrets]),
    failures: new Map([...[...below.failures].filter(([name]) => !above.secrets.has(name)), ...above.failures]),
    warnings: [...below.warnings, ...above.warnings],
  };
}

async function evaluateFile(path: string, text: string, world: SecretsWorld): Promise<Evaluated> {
  const file = parseSecrets(path, text);
  if ("message" in file) throw new InvalidInput([problemAt(file)]);
  return evaluateSecrets(file, world);
}

const problemAt = ({ path, line, message }: SecretsProblem): Problem => ({ file: path, line, column: 1, path: "", message });

/** Seconds; a person may have to agree on a phone. */
const limit = 600;

/** The command lines of vaults find their tokens in the environment. */
function worldOf({ cwd, env, given, signal }: SecretsRequest): SecretsWorld {
  const revealed = Object.fromEntries([...given].map(([name, secret]) => [name, secret.reveal()]));
  const around = { cwd, env: { ...env, ...revealed }, signal };
  return {
    lookup: (name) => revealed[name] ?? env[name],
    run: (command) => runBackticks(command, { ...around, limit }),
    ask: asking(around),
  };
}

/** Whoever asks for the same again gets the same answer, also when it was none: vaults are slow, and some count. */
function asking(around: VaultSurroundings): AskVault {
  const answers = new Map<string, ReturnType<AskVault>>();
  return (inquiry) => {
    const key = JSON.stringify(inquiry);
    const answer = answers.get(key) ?? askVault(inquiry, around);
    answers.set(key, answer);
    return answer;
  };
}
