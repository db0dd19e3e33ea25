import { z } from "zod";
import { type Cli, readTogether, understood } from "./call.ts";
import { type Vault, VaultError } from "./vault.ts";

const cli: Cli = { title: "Enpass", program: "enpass-cli" };

const answered = z.array(z.object({ title: z.string().nullish(), label: z.string().nullish(), password: z.string().nullish() }));

export const enpass: Vault = {
  title: cli.title,
  *converse({ from, names }) {
    if (from === undefined) throw new VaultError("name Enpass's vault: `--from path/to/vault`");
    if (names.length === 0) throw new VaultError("name the secrets to fetch from Enpass");
    const words = ["-json", "-vault", from, "show", ...new Set(names.map(titleIn))];
    const [answer = ""] = yield* readTogether(cli, [{ about: names.join(", "), words }], { asks: true });
    const entries = entriesIn(answer);
    requireAll(names, entries);
    return valuesOf(entries.filter((entry) => names.some((name) => isMeant(name, entry))));
  },
};

/** What stands before the last slash, which a label follows. */
const titleIn = (name: string): string => name.replace(/\/[^/]*$/, "");

interface Entry {
  readonly title: string;
  readonly name: string;
  readonly password: string;
}

/** Enpass answers with all that resembles a title; entries without a password are of no use. */
function entriesIn(answer: string): readonly Entry[] {
  return understood(cli, answered, answer).flatMap(({ title, label, password }) =>
    title && password?.trim() ? [{ title, name: label ? `${title}/${label}` : title, password }] : [],
  );
}

/** A title means all of its entries. */
const isMeant = (name: string, entry: Entry): boolean => entry.title === name || entry.name === name;

function requireAll(names: readonly string[], entries: readonly Entry[]): void {
  const missing = names.filter((name) => !entries.some((entry) => isMeant(name, entry)));
  if (missing.length === 0) return;
  const there = entries.length === 0 ? "nothing" : entries.map(({ name }) => name).join(", ");
  throw new VaultError(`could not find ${missing.join(", ")} in Enpass; under these titles it has ${there}`);
}

function valuesOf(entries: readonly Entry[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const { name, password } of entries) {
    if (values.has(name)) throw new VaultError(`${name} is in Enpass more than once: give one of them another label`);
    values.set(name, password);
  }
  return values;
}
