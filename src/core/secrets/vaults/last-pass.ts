import { z } from "zod";
import { type Cli, call, effect, readTogether, understood } from "./call.ts";
import { accountOf, fullNames } from "./request.ts";
import { type Talk, type Vault, VaultError } from "./vault.ts";

const cli: Cli = { title: "LastPass", program: "lpass" };

const items = z.array(z.object({ fullname: z.string(), password: z.string() }));

export const lastPass: Vault = {
  title: cli.title,
  *converse(request) {
    const account = accountOf(cli, request);
    const names = fullNames(cli, request);
    yield* signIn(account);
    const [answer = ""] = yield* readTogether(cli, [{ about: names.join(", "), words: ["show", ...names, "--json"] }]);
    const values = new Map(understood(cli, items, answer).map(({ fullname, password }) => [fullname, password]));
    requireAll(names, values);
    return values;
  },
};

function* signIn(account: string): Talk<void> {
  const { output } = yield* call(cli, ["status", "--color", "never"]);
  if (output.trim() === `Logged in as ${account}.`) return;
  yield* effect(cli, {
    words: ["login", account],
    asks: true,
    failure: `could not log in to LastPass as ${account}`,
    advice: `Run \`lpass login ${account}\` first.`,
  });
}

function requireAll(names: readonly string[], values: ReadonlyMap<string, string>): void {
  const missing = names.filter((name) => !values.has(name));
  if (missing.length === 0) return;
  const found = values.size === 0 ? "" : ` It gave: ${[...values.keys()].join(", ")}.`;
  throw new VaultError(
    `could not find ${missing.join(", ")} in LastPass: write the name with its folders, as \`lpass ls\` does.${found}`,
  );
}
