import { escapeWord, splitWords } from "../shell/shellwords.ts";
import { extractSecret, fetchedJson } from "./extract.ts";
import { type Inquiry, invocation } from "./invocation.ts";
import { VaultError } from "./vaults/vault.ts";

/** @throws VaultError when the vault does not give what was asked for */
export type AskVault = (inquiry: Inquiry) => Promise<ReadonlyMap<string, string>>;

const start = /^\s*(?:kamal|landfall)\s*secrets\s+/;

/** Whether a command of a secrets file is served here, as Kamal does: without a program of that name. */
export const isInline = (command: string): boolean => start.test(command);

/** Serves it. What was fetched is escaped, because it comes back as a word of the next command. @throws VaultError */
export async function serveInline(command: string, ask: AskVault): Promise<string> {
  const words = splitWords(command.replace(start, ""));
  if (words === undefined) throw new VaultError("a quote in its command is not closed");
  const call = invocation(words);
  switch (call.verb) {
    case "fetch":
      return escapeWord(fetchedJson(await ask(call.inquiry)));
    case "extract":
      return extractSecret(call.name, call.fetched);
  }
}
