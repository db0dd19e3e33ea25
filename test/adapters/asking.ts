import { askVault } from "../../src/adapters/vaults.ts";

/** Asks LastPass for one secret, wherever this is started: it shows what is asked at a terminal. */
const values = await askVault(
  { adapter: "lastpass", account: "me@example.com", from: undefined, names: ["app/KEY"] },
  { cwd: process.cwd(), env: process.env, signal: new AbortController().signal },
);
console.log(`KEY is ${values.get("app/KEY")}`);
