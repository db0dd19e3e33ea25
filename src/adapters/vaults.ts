import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import type { CommandResult } from "../core/secrets/evaluate.ts";
import type { Inquiry } from "../core/secrets/invocation.ts";
import type { VaultCommand } from "../core/secrets/vaults/vault.ts";
import { unknownVault, vaultNamed } from "../core/secrets/vaults/vaults.ts";
import { isNotThere, runChild, type Surroundings } from "./child.ts";

/** Where the command lines of vaults run; most look for a token in their environment. */
export type VaultSurroundings = Omit<Surroundings, "limit">;

/**
 * Fetches secrets from a vault by its own command line; resolves to the values by their full names.
 * @throws VaultError when the vault does not give what was asked for
 */
export async function askVault(inquiry: Inquiry, around: VaultSurroundings): Promise<ReadonlyMap<string, string>> {
  const { adapter, ...request } = inquiry;
  const vault = vaultNamed(adapter);
  if (vault === undefined) throw unknownVault(adapter);
  const conversation = vault.converse({ ...request, lookup: (name) => around.env[name] });
  let turn = conversation.next([]);
  while (!turn.done) turn = conversation.next(await answersTo(turn.value, around));
  return turn.value;
}

/** Every call is a process, some of them heavy ones. */
const atOnce = 8;

async function answersTo(commands: readonly VaultCommand[], around: VaultSurroundings): Promise<readonly CommandResult[]> {
  const answers: CommandResult[] = [];
  for (let from = 0; from < commands.length; from += atOnce) {
    const calls = commands.slice(from, from + atOnce).map((command) => answerTo(command, around));
    answers.push(...(await Promise.all(calls)));
  }
  return answers;
}

/** Seconds; a program that waits for a password which nobody can type waits for ever. */
const limit = 60;

async function answerTo({ argv, env = {}, asks = false }: VaultCommand, around: VaultSurroundings): Promise<CommandResult> {
  const [program = "", ...args] = argv;
  const surroundings = { ...around, env: { ...around.env, ...env }, limit };
  const someoneIsThere = process.stdin.isTTY && process.stderr.isTTY;
  try {
    return await (asks && someoneIsThere
      ? runAtTerminal(program, args, surroundings)
      : runChild([program, ...args], "", surroundings));
  } catch (error) {
    if (isNotThere(error)) return notFound;
    throw error;
  }
}

/** As a shell says it. */
const notFound: CommandResult = { output: "", exitCode: 127, complaint: "" };

/** Lets a program ask whoever sits at the terminal, for as long as they need. */
async function runAtTerminal(program: string, args: readonly string[], { cwd, env }: VaultSurroundings): Promise<CommandResult> {
  const child = spawn(program, args, { cwd, env, stdio: ["inherit", "pipe", "inherit"] });
  const [output] = await Promise.all([text(child.stdout), once(child, "close")]);
  return { output, exitCode: child.exitCode ?? undefined, complaint: "" };
}
