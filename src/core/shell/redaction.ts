import type { Secrets } from "./secret.ts";

/** Shorter values stand in too many places that have nothing to do with them. */
const shortest = 6;

/** Foreign text with the values of secrets replaced by their names: what a server prints may hold what we gave it. */
export function redactor(secrets: Secrets): (text: string) => string {
  const known = [...secrets.values()].filter((secret) => secret.reveal().length >= shortest);
  // A value that contains another one comes first.
  known.sort((one, other) => other.reveal().length - one.reveal().length);
  return (text) => known.reduce((left, secret) => left.replaceAll(secret.reveal(), String(secret)), text);
}
