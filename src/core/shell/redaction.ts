import { masksOf } from "../report/masks.ts";
import type { Secrets } from "./secret.ts";

/** Shorter values stand in too many places that have nothing to do with them. */
const shortest = 6;

/** Foreign text with the values of secrets replaced by their names, line by line too: what a server prints may hold what we gave it. */
export function redactor(secrets: Secrets): (text: string) => string {
  const known = [...secrets.values()].flatMap((secret) => {
    const forms = masksOf(secret.reveal()).filter(({ length }) => length >= shortest);
    return forms.map((form) => ({ form, name: String(secret) }));
  });
  // A value that contains another one comes first.
  known.sort((one, other) => other.form.length - one.form.length);
  return (text) => known.reduce((left, { form, name }) => left.replaceAll(form, name), text);
}
