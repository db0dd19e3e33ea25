import { call, callTogether, effect, failureOf, type Question } from "./call.ts";
import { cli, fieldsOf, type Item, valuesOf, wantedItems } from "./one-password-items.ts";
import { accountOf } from "./request.ts";
import { type Talk, type Vault, VaultError } from "./vault.ts";

export const onePassword: Vault = {
  title: cli.title,
  *converse(request) {
    const account = accountOf(cli, request);
    const items = wantedItems(request);
    const session = yield* signIn(account);
    const answers = yield* read(items, { account, session });
    return new Map(answers.flatMap(valuesOf));
  },
};

interface Login {
  readonly account: string;
  readonly session: string;
}

/** A session's token; it is empty with 1Password's app. */
function* signIn(account: string): Talk<string> {
  const { exitCode } = yield* call(cli, ["account", "get", "--account", account]);
  if (exitCode === 0) return "";
  return yield* effect(cli, {
    words: ["signin", "--account", account, "--force", "--raw"],
    asks: true,
    failure: `could not sign in to 1Password as ${account}`,
    advice: "Check the account with `op account list`, and sign in with `op signin`.",
  });
}

function* read(items: readonly Item[], login: Login): Talk<readonly string[]> {
  const questions = items.map((item) => question(item, login));
  const results = yield* callTogether(
    cli,
    questions.map(({ words }) => words),
  );
  const failure = failureOf(cli, questions, results);
  if (failure === undefined) return results.map(({ output }) => output);
  const failed = items.filter((_, index) => results[index]?.exitCode !== 0);
  throw new VaultError(`${failure}${yield* namesThere(failed, login)}`);
}

function question({ vault, item, fields }: Item, { account, session }: Login): Question {
  const words = ["item", "get", item, "--vault", vault, "--format", "json", "--account", account];
  if (session !== "") words.push("--session", session);
  if (fields.length === 0) return { about: `${vault}/${item}`, words };
  const labels = fields.map((field) => `label=${field}`).join(",");
  return { about: `${fields.join(", ")} of ${vault}/${item}`, words: [...words, "--fields", labels] };
}

/** Says what fields the items have, since op only says which they have not. */
function* namesThere(items: readonly Item[], login: Login): Talk<string> {
  const asked = items.filter(({ fields }) => fields.length > 0).map((item) => ({ ...item, fields: [] }));
  if (asked.length === 0) return "";
  const results = yield* callTogether(
    cli,
    asked.map((item) => question(item, login).words),
  );
  const lines = asked.map(({ vault, item }, index) => {
    const { exitCode, output = "" } = results[index] ?? {};
    return exitCode === 0 ? ` ${vault}/${item} has: ${fieldsOf(output).join(", ")}.` : "";
  });
  return lines.join("");
}
