import type { z } from "zod";
import { parseJson } from "../../json.ts";
import type { CommandResult } from "../evaluate.ts";
import { type Talk, type VaultCommand, VaultError } from "./vault.ts";

/** A vendor's command line: the vault as people call it, and the program. */
export interface Cli {
  readonly title: string;
  readonly program: string;
}

type Circumstances = Omit<VaultCommand, "argv">;
type Words = readonly string[];

/** The exit code of shells for a program that they do not find. */
const notFound = 127;

/** Makes calls side by side. @throws VaultError when the program is not installed */
export function* callTogether(
  cli: Cli,
  calls: readonly Words[],
  circumstances: Circumstances = {},
): Talk<readonly CommandResult[]> {
  const results = yield calls.map((words) => ({ argv: [cli.program, ...words], ...circumstances }));
  if (results.every(({ exitCode }) => exitCode !== notFound)) return results;
  throw new VaultError(`the ${cli.title} CLI (${cli.program}) is not installed, or not in the PATH`);
}

const unanswered = "Perhaps it waits for a login, or for somebody to agree.";

/** Makes one call. @throws VaultError when the program is not installed, or was stopped */
export function* call(cli: Cli, words: Words, circumstances: Circumstances = {}): Talk<CommandResult> {
  const [result = neverRan] = yield* callTogether(cli, [words], circumstances);
  if (result.exitCode !== undefined) return result;
  // To go on would only wait again.
  throw new VaultError(`${cli.title} gave no answer: ${reason(cli, result)}. ${unanswered}`);
}

const neverRan: CommandResult = { output: "", exitCode: undefined, complaint: "" };

interface Effect extends Circumstances {
  readonly words: Words;
  readonly failure: string;
  readonly advice: string;
}

/** Makes a call that must succeed, and gives what it printed. @throws VaultError with the failure, its reason and the advice */
export function* effect(cli: Cli, { words, failure, advice, ...circumstances }: Effect): Talk<string> {
  const [result = neverRan] = yield* callTogether(cli, [words], circumstances);
  if (result.exitCode !== 0) throw new VaultError(`${failure}: ${reason(cli, result)}. ${advice}`);
  return result.output.trim();
}

/** A call that reads, and what it is about, for the message when it fails. */
export interface Question {
  readonly about: string;
  readonly words: Words;
}

/** Asks side by side. @throws VaultError that names all that could not be read */
export function* readTogether(
  cli: Cli,
  questions: readonly Question[],
  circumstances: Circumstances = {},
): Talk<readonly string[]> {
  const results = yield* callTogether(
    cli,
    questions.map(({ words }) => words),
    circumstances,
  );
  const failure = failureOf(cli, questions, results);
  if (failure !== undefined) throw new VaultError(failure);
  return results.map(({ output }) => output);
}

/** Names all that could not be read, and says why. */
export function failureOf(cli: Cli, questions: readonly Question[], results: readonly CommandResult[]): string | undefined {
  const failures = results.flatMap((result, index) =>
    result.exitCode === 0 ? [] : [`could not read ${questions[index]?.about} from ${cli.title}: ${reason(cli, result)}`],
  );
  return failures.length === 0 ? undefined : `${failures.join("; ")}. Check the name, and that this account may read it.`;
}

/** Asks one after the other. @throws VaultError at the first that could not be read */
export function* readInTurn(
  cli: Cli,
  questions: readonly Question[],
  circumstances: Circumstances = {},
): Talk<readonly string[]> {
  const outputs: string[] = [];
  for (const question of questions) outputs.push(...(yield* readTogether(cli, [question], circumstances)));
  return outputs;
}

/** What a program said when it failed, without the full stop that the message sets. */
function reason({ program }: Cli, { complaint, exitCode }: CommandResult): string {
  if (complaint !== "") return complaint.replace(/\.$/, "");
  return exitCode === undefined ? `${program} was stopped` : `${program} ended with exit code ${exitCode}`;
}

/** Reads what a program answered. The message of a failure has no word of the answer, which may be a secret. @throws VaultError */
export function understood<T>({ title, program }: Cli, schema: z.ZodType<T>, answer: string): T {
  const value = parseJson(answer);
  const advice = `Check that ${program} is up to date and prints nothing else.`;
  if (value === undefined) throw new VaultError(`${title} did not answer in JSON. ${advice}`);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? "" : ` at ${issue.path.join(".")}`;
  throw new VaultError(`could not understand what ${title} answered${where}: ${issue?.message}. ${advice}`);
}
