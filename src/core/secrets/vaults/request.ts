import type { Cli } from "./call.ts";
import { VaultError, type VaultRequest } from "./vault.ts";

/** The names, each behind what all are `--from`. @throws VaultError when there is none */
export function fullNames({ title }: Pick<Cli, "title">, { from, names }: VaultRequest): readonly string[] {
  if (names.length === 0) throw new VaultError(`name the secrets to fetch from ${title}`);
  return names.map((name) => (from === undefined ? name : `${from}/${name}`));
}

/** @throws VaultError when there is no account */
export function accountOf({ title }: Pick<Cli, "title">, { account }: VaultRequest): string {
  if (account !== undefined && account.trim() !== "") return account;
  throw new VaultError(`${title} needs to know the account: add \`--account\` to \`kamal secrets fetch\``);
}

/** The parts of a name between its slashes. */
export const partsOf = (name: string): readonly string[] => name.split("/").filter((part) => part !== "");
