import { z } from "zod";
import { type Cli, effect, readInTurn, understood } from "./call.ts";
import { accountOf, fullNames, partsOf } from "./request.ts";
import { type Talk, type Vault, type VaultCommand, VaultError } from "./vault.ts";

const cli: Cli = { title: "Bitwarden", program: "bw" };

export const bitwarden: Vault = {
  title: cli.title,
  *converse(request) {
    const account = accountOf(cli, request);
    const wanted = wantedFields(fullNames(cli, request));
    const session = yield* unlock(account);
    yield* effect(cli, { words: ["sync"], ...session, failure: "could not sync Bitwarden", advice: "Check the network." });
    const questions = [...wanted.keys()].map((name) => ({ about: name, words: ["get", "item", name] }));
    // Calls of bw side by side spoil its data.json (github.com/bitwarden/clients/issues/2735).
    const answers = yield* readInTurn(cli, questions, session);
    return new Map([...wanted].flatMap(([name, fields], index) => valuesOf(name, fields, answers[index] ?? "")));
  },
};

/** The fields that are wanted of each item; undefined is the item itself. */
function wantedFields(names: readonly string[]): ReadonlyMap<string, readonly (string | undefined)[]> {
  const wanted = new Map<string, readonly (string | undefined)[]>();
  for (const name of names) {
    const [item = name, field] = partsOf(name);
    wanted.set(item, [...(wanted.get(item) ?? []), field]);
  }
  return wanted;
}

type Session = Pick<VaultCommand, "env">;

function* unlock(account: string): Talk<Session> {
  const failure = `could not open Bitwarden as ${account}`;
  const advice = "Run `bw login` and `bw unlock` first, and hand BW_SESSION in.";
  let status = yield* statusOf({});
  if (status === "unauthenticated") {
    yield* effect(cli, { words: ["login", account], asks: true, failure, advice });
    status = yield* statusOf({});
  }
  let session: Session = {};
  if (status === "locked") {
    const token = yield* effect(cli, { words: ["unlock", "--raw"], asks: true, failure, advice });
    session = token === "" ? {} : { env: { BW_SESSION: token } };
    status = yield* statusOf(session);
  }
  if (status !== "unlocked") throw new VaultError(`${failure}: it is ${status}. ${advice}`);
  return session;
}

function* statusOf(session: Session): Talk<string> {
  const failure = "could not ask bw for its status";
  const output = yield* effect(cli, { words: ["status"], ...session, failure, advice: "Check that `bw status` works here." });
  return understood(cli, z.object({ status: z.string() }), output).status;
}

const itemAnswer = z.object({
  login: z.object({ password: z.string().nullish() }).nullish(),
  fields: z.array(z.object({ name: z.string().nullish(), value: z.string().nullish() })).nullish(),
});
type Item = z.infer<typeof itemAnswer>;
type Value = readonly [name: string, value: string];

function valuesOf(name: string, wanted: readonly (string | undefined)[], answer: string): readonly Value[] {
  const item = understood(cli, itemAnswer, answer);
  return wanted.flatMap((field) => (field === undefined ? itself(name, item) : fieldOf(name, item, field)));
}

/** The password, or all fields of an item without one. */
function itself(name: string, { login, fields }: Item): readonly Value[] {
  if (typeof login?.password === "string") return [[name, login.password]];
  const named = (fields ?? []).flatMap(({ name: field, value }) =>
    typeof field === "string" && typeof value === "string" ? [[`${name}/${field}`, value] as const] : [],
  );
  if (named.length > 0) return named;
  throw new VaultError(`${name} in Bitwarden has no password and no fields: name an item that has one of them`);
}

function fieldOf(name: string, { fields }: Item, field: string): readonly Value[] {
  const found = fields?.find((candidate) => candidate.name === field);
  if (found !== undefined) return typeof found.value === "string" ? [[`${name}/${field}`, found.value]] : [];
  const there = (fields ?? []).flatMap((candidate) => candidate.name ?? []).join(", ");
  throw new VaultError(
    `could not find the field ${field} of ${name} in Bitwarden; ${there === "" ? "it has no fields" : `its fields: ${there}`}`,
  );
}
