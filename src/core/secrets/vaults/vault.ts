import type { CommandResult, SecretsWorld } from "../evaluate.ts";

/** What a vault is asked for. */
export interface VaultRequest {
  readonly account: string | undefined;
  /** A vault, a folder or an item, which stands before every name. */
  readonly from: string | undefined;
  readonly names: readonly string[];
  /** A variable of the run: some vaults are asked otherwise when a token is there. */
  readonly lookup: SecretsWorld["lookup"];
}

/** A call of a vault's own command line. */
export interface VaultCommand {
  readonly argv: readonly string[];
  /** Variables over those of the run; a session's token is one. */
  readonly env?: Readonly<Record<string, string>>;
  /** It may ask whoever sits at the terminal for a password. */
  readonly asks?: boolean;
}

/** Calls that are made side by side, each time with the answers to the last ones, until something is known. */
export type Talk<T> = Generator<readonly VaultCommand[], T, readonly CommandResult[]>;

/** Ends with the values by their full names; one that is empty in the vault is left out. Exit code 127 says that the program is not there. */
type Conversation = Talk<ReadonlyMap<string, string>>;

export interface Vault {
  /** The vendor's name for it, in messages. */
  readonly title: string;
  /** @throws VaultError when the vault does not give what was asked for */
  readonly converse: (request: VaultRequest) => Conversation;
}

/** Why a vault gave nothing; never with a value in it. */
export class VaultError extends Error {
  override readonly name = "VaultError";
}
