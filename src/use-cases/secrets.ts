import { askVault } from "../adapters/vaults.ts";
import { Refusal } from "../core/report/refusal.ts";
import { extractSecret, fetchedJson } from "../core/secrets/extract.ts";
import type { Inquiry } from "../core/secrets/invocation.ts";
import { VaultError } from "../core/secrets/vaults/vault.ts";
import type { Call } from "./call.ts";
import { loadProject } from "./project.ts";

/** Fetches secrets from a vault, as JSON for people to see. @throws Refusal when the vault does not give them */
export function fetchSecrets(inquiry: Inquiry, { request: { directory, env }, cancel }: Call): Promise<string> {
  return refusing(async () => fetchedJson(await askVault(inquiry, { cwd: directory, env, signal: cancel })));
}

/** One value of what was fetched. @throws Refusal when there is none */
export function extractFetched(name: string, fetched: string): Promise<string> {
  return refusing(async () => extractSecret(name, fetched));
}

/** What the secrets files give, for people to see. */
export interface PrintedSecrets {
  readonly values: ReadonlyMap<string, string>;
  /** Why the other names have no value. */
  readonly failures: readonly string[];
}

/** The values are in the clear. @throws InvalidInput when a file is wrong */
export async function printedSecrets(call: Call): Promise<PrintedSecrets> {
  const { secrets, secretFailures } = await loadProject(call);
  const values = [...secrets].map(([name, secret]) => [name, secret.reveal()] as const);
  return { values: new Map(values), failures: [...secretFailures].map(([name, failure]) => `${name}: ${failure}`) };
}

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof VaultError ? new Refusal([error.message]) : error;
  }
}
