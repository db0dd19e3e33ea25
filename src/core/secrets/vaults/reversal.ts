import { accountOf, fullNames } from "./request.ts";
import type { Vault } from "./vault.ts";

const title = "the test vault";

/** Kamal's `test` adapter, to try a secrets file without a vault: a value is its name backwards. */
export const reversal: Vault = {
  title,
  *converse(request) {
    accountOf({ title }, request);
    yield [];
    return new Map(fullNames({ title }, request).map((name) => [name, backwards(name)]));
  },
};

/** With parentheses where it says so, since a secrets file could not pass them. */
const backwards = (name: string): string => [...name.replaceAll("LPAREN", "(").replaceAll("RPAREN", ")")].reverse().join("");
