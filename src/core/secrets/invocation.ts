import { parseArgs } from "node:util";
import { VaultError, type VaultRequest } from "./vaults/vault.ts";

/** What a vault is asked for, and which one. */
export interface Inquiry extends Omit<VaultRequest, "lookup"> {
  readonly adapter: string;
}

/** What `kamal secrets` is called for in a secrets file. */
type Invocation =
  | { readonly verb: "fetch"; readonly inquiry: Inquiry }
  | { readonly verb: "extract"; readonly name: string; readonly fetched: string };

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;

/** Those of `fetch`, and those that every command of Kamal takes: here they say nothing. */
const options = {
  ...{ adapter: { ...text, short: "a" }, account: text, from: text },
  ...{ "config-file": { ...text, short: "c" }, destination: { ...text, short: "d" }, version: text },
  ...{ hosts: { ...text, short: "h" }, roles: { ...text, short: "r" }, primary: { ...flag, short: "p" } },
  ...{ verbose: { ...flag, short: "v" }, quiet: { ...flag, short: "q" }, "skip-hooks": { ...flag, short: "H" }, inline: flag },
} as const;

/** Understands the words after `kamal secrets`. @throws VaultError when they cannot be understood */
export function invocation(words: readonly string[]): Invocation {
  refuseShell(words);
  const { values, positionals } = parse(words);
  const [verb, ...names] = positionals;
  if (verb === "extract") return extraction(names);
  if (verb !== "fetch") throw new VaultError(`\`kamal secrets ${verb ?? ""}\` gives no value: fetch and extract do`);
  const { adapter, account, from } = values;
  if (!adapter) throw new VaultError("`kamal secrets fetch` needs to know the vault: give --adapter");
  return { verb, inquiry: { adapter, account, from, names } };
}

function extraction(words: readonly string[]): Invocation {
  const [name, fetched, ...others] = words;
  if (name !== undefined && fetched !== undefined && others.length === 0) return { verb: "extract", name, fetched };
  const given = words.length < 2 ? "the variable after the name is empty, or missing" : "here are more words";
  throw new VaultError(`\`kamal secrets extract\` takes a name and what was fetched, as in \`extract NAME $SECRETS\`: ${given}`);
}

function parse(words: readonly string[]) {
  try {
    // Kamal takes `-a=x` as well.
    const args = words.flatMap((word) => word.replace(/^(-[a-z])=/i, "$1\0").split("\0"));
    return parseArgs({ args, options, allowPositionals: true });
  } catch {
    // What the parser says of a mistake quotes the word, which a variable may have put there.
    throw new VaultError("`kamal secrets` has an option here that it does not know, or that has no value");
  }
}

const shellSign = /^(?:\|\|?|&&?|;)$|^(?:\d?[<>]|\$\(|`)/;

/** Kamal runs no shell for these commands either: it takes all this for names. */
function refuseShell(words: readonly string[]): void {
  const [sign] = words.flatMap((word) => shellSign.exec(word)?.[0] ?? []);
  if (sign === undefined) return;
  throw new VaultError(
    `no shell runs \`kamal secrets\` in a secrets file, so \`${sign}\` means nothing there. Fetch on a line of its own, as in SECRETS=$(kamal secrets fetch ...), and then extract: $(kamal secrets extract NAME $SECRETS)`,
  );
}
