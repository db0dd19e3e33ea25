import type { CommandResult } from "../../../../src/core/secrets/evaluate.ts";
import type { Vault, VaultCommand, VaultRequest } from "../../../../src/core/secrets/vaults/vault.ts";

/** Calls that must come together, as one would type them, and what the vault's program answers to each. */
export type Round = Readonly<Record<string, CommandResult>>;

/** Plays a vault's program, which knows only these calls and wants them all. Gives the values, by name. */
export function replay(vault: Vault, request: Partial<VaultRequest>, rounds: readonly Round[]): Readonly<Record<string, string>> {
  const conversation = vault.converse({ account: undefined, from: undefined, names: [], lookup: () => undefined, ...request });
  let step = conversation.next();
  for (const round of rounds) {
    const asked = step.done === true ? [] : step.value.map(typed);
    if (asked.join("\n") !== Object.keys(round).join("\n")) {
      throw new Error(`expected\n${Object.keys(round).join("\n")}\nbut was asked\n${asked.join("\n")}`);
    }
    step = conversation.next(Object.values(round));
  }
  if (step.done !== true) throw new Error(`was also asked\n${step.value.map(typed).join("\n")}`);
  return Object.fromEntries(step.value);
}

/** What such a request comes to when the vault does not give what was asked for. */
export function complaintOf(vault: Vault, request: Partial<VaultRequest>, rounds: readonly Round[]): string {
  try {
    return `no complaint, but ${Object.keys(replay(vault, request, rounds)).join(", ")}`;
  } catch (error) {
    return String(error);
  }
}

/** As in a shell: variables first, and quotes where a word needs them; a call that may ask a person ends with `(asks)`. */
function typed({ argv, env = {}, asks = false }: VaultCommand): string {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${quoted(value)}`);
  return [...variables, ...argv.map(quoted), ...(asks ? ["(asks)"] : [])].join(" ");
}

const quoted = (word: string): string => (/^[\w@%+=:,./|-]+$/.test(word) ? word : `'${word}'`);

export const printed = (output: string): CommandResult => ({ output, exitCode: 0, complaint: "" });
export const answered = (value: unknown): CommandResult => printed(`${JSON.stringify(value)}\n`);
export const failed = (complaint: string): CommandResult => ({ output: "", exitCode: 1, complaint });

export const done = printed("");
export const notInstalled: CommandResult = { output: "", exitCode: 127, complaint: "" };
