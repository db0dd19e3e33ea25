import { z } from "zod";
import { jsonValue, textOf } from "./vaults/json-value.ts";
import { VaultError } from "./vaults/vault.ts";

/** What a fetch found, as JSON; the names stay in their order. */
export function fetchedJson(values: ReadonlyMap<string, string>): string {
  return `{${[...values].map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(",")}}`;
}

/**
 * One value of what a fetch found: by its full name, or the first whose name ends in `/NAME`.
 * @throws VaultError when there is none
 */
export function extractSecret(name: string, fetched: string): string {
  const values = valuesIn(fetched);
  const exact = values.get(name);
  const value = isThere(exact) ? exact : [...values].find(([full]) => full.endsWith(`/${name}`))?.[1];
  if (isThere(value)) return textOf(value);
  const names = values.size === 0 ? "nothing was fetched" : `fetched were ${[...values.keys()].join(", ")}`;
  throw new VaultError(`Could not find secret ${name}: ${names}`);
}

/** Ruby takes `false` for nothing too. */
const isThere = (value: unknown): boolean => value !== undefined && value !== null && value !== false;

const fetchedValues = z.record(z.string(), z.unknown());

/** What a parser would say of a mistake could quote a secret. */
function valuesIn(fetched: string): ReadonlyMap<string, unknown> {
  const parsed = fetchedValues.safeParse(jsonValue(fetched));
  if (parsed.success) return new Map(Object.entries(parsed.data));
  const advice = fetched.startsWith("\\") ? ". Write its variable without quotes: what was fetched is escaped already" : "";
  throw new VaultError(`what is to be extracted from is no JSON object, which \`kamal secrets fetch\` gives${advice}`);
}
