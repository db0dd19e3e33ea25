import { describe, expect, it } from "vitest";
import { onePassword } from "../../../../src/core/secrets/vaults/one-password.ts";
import { answered, complaintOf, done, failed, notInstalled, printed, type Round, replay } from "./replay.ts";

const account = "acme";
const signedIn: Round = { "op account get --account acme": done };

const field = (reference: string, value?: string) => ({
  id: "f1",
  type: "CONCEALED",
  label: reference.split("/").at(-1),
  ...(reference.split("/").length > 5 && { section: { id: "s1", label: reference.split("/").at(-2) } }),
  reference,
  ...(value !== undefined && { value }),
});

describe("1Password", () => {
  it("reads a field of an item", () => {
    const values = replay(onePassword, { account, from: "op://prod/rails", names: ["db/URL"] }, [
      signedIn,
      {
        "op item get rails --vault prod --format json --account acme --fields label=db.URL": answered(
          field("op://prod/rails/db/URL", "postgres://a:b@c/d"),
        ),
      },
    ]);
    expect(values).toEqual({ "prod/rails/db/URL": "postgres://a:b@c/d" });
  });

  it("reads the items side by side, and all fields of each at once", () => {
    const values = replay(onePassword, { account, from: "op://prod", names: ["rails/KEY", "hub/TOKEN", "rails/db/URL"] }, [
      signedIn,
      {
        "op item get rails --vault prod --format json --account acme --fields label=KEY,label=db.URL": answered([
          field("op://prod/rails/KEY", "k e y"),
          field("op://prod/rails/db/URL", "$1'\"\n"),
        ]),
        "op item get hub --vault prod --format json --account acme --fields label=TOKEN": answered(
          field("op://prod/hub/TOKEN", "t"),
        ),
      },
    ]);
    expect(values).toEqual({ "prod/rails/KEY": "k e y", "prod/rails/db/URL": "$1'\"\n", "prod/hub/TOKEN": "t" });
  });

  it("reads the password of an item that is named alone, under the item's name", () => {
    const values = replay(onePassword, { account, names: ["op://My Vault/Docker Hub"] }, [
      signedIn,
      {
        "op item get 'Docker Hub' --vault 'My Vault' --format json --account acme --fields label=password": answered(
          field("op://My Vault/Docker Hub/password", "hunter2"),
        ),
      },
    ]);
    expect(values).toEqual({ "My Vault/Docker Hub": "hunter2" });
  });

  it("reads the whole item when no names are given, but for fields that are empty", () => {
    const fields = [field("op://prod/rails/KEY", "k"), field("op://prod/rails/notesPlain"), { id: "x", type: "STRING" }];
    const values = replay(onePassword, { account, from: "op://prod/rails" }, [
      signedIn,
      { "op item get rails --vault prod --format json --account acme": answered({ id: "i1", title: "rails", fields }) },
    ]);
    expect(values).toEqual({ "prod/rails/KEY": "k" });
  });

  it.each([
    ["without a token, as 1Password's app does", done, ""],
    ["with a session's token", printed("token-1\n"), " --session token-1"],
  ])("signs in %s", (_, answer, session) => {
    const values = replay(onePassword, { account, names: ["prod/rails/KEY"] }, [
      { "op account get --account acme": failed("no account found") },
      { "op signin --account acme --force --raw (asks)": answer },
      {
        [`op item get rails --vault prod --format json --account acme${session} --fields label=KEY`]: answered(
          field("op://prod/rails/KEY", "k"),
        ),
      },
    ]);
    expect(values).toEqual({ "prod/rails/KEY": "k" });
  });

  it("says what fields there are when one is not", () => {
    const complaint = complaintOf(onePassword, { account, from: "prod", names: ["rails/KYE", "hub/TOKEN", "db/KEY"] }, [
      signedIn,
      {
        "op item get rails --vault prod --format json --account acme --fields label=KYE": failed(
          `"KYE" isn't a field in the "rails" item`,
        ),
        "op item get hub --vault prod --format json --account acme --fields label=TOKEN": failed(""),
        "op item get db --vault prod --format json --account acme --fields label=KEY": answered(field("op://prod/db/KEY", "k")),
      },
      {
        "op item get rails --vault prod --format json --account acme": answered({
          fields: [field("op://prod/rails/KEY", "hidden"), field("op://prod/rails/db/URL", "hidden")],
        }),
        "op item get hub --vault prod --format json --account acme": failed("no item"),
      },
    ]);
    expect(complaint).toBe(
      `VaultError: could not read KYE of prod/rails from 1Password: "KYE" isn't a field in the "rails" item; ` +
        "could not read TOKEN of prod/hub from 1Password: op ended with exit code 1. " +
        "Check the name, and that this account may read it. prod/rails has: KEY, db/URL.",
    );
  });

  it("says so when an item of which all was wanted is not there", () => {
    const complaint = complaintOf(onePassword, { account, from: "op://prod/rails" }, [
      signedIn,
      { "op item get rails --vault prod --format json --account acme": failed(`"rails" isn't an item in the "prod" vault.`) },
    ]);
    expect(complaint).toBe(
      `VaultError: could not read prod/rails from 1Password: "rails" isn't an item in the "prod" vault. Check the name, and that this account may read it.`,
    );
  });

  it.each([
    [
      "the program is missing",
      [{ "op account get --account acme": notInstalled }],
      "the 1Password CLI (op) is not installed, or not in the PATH",
    ],
    [
      "nobody signs in",
      [
        { "op account get --account acme": failed("") },
        { "op signin --account acme --force --raw (asks)": failed("account is not signed in.") },
      ],
      "could not sign in to 1Password as acme: account is not signed in. Check the account with `op account list`, and sign in with `op signin`.",
    ],
    [
      "the answer is no JSON",
      [signedIn, { "op item get rails --vault prod --format json --account acme --fields label=KEY": printed("secret-text") }],
      "1Password did not answer in JSON. Check that op is up to date and prints nothing else.",
    ],
    [
      "the answer is other JSON",
      [signedIn, { "op item get rails --vault prod --format json --account acme --fields label=KEY": answered("secret") }],
      "could not understand what 1Password answered: Invalid input. Check that op is up to date and prints nothing else.",
    ],
  ])("explains when %s", (_, rounds: readonly Round[], complaint) => {
    expect(complaintOf(onePassword, { account, names: ["prod/rails/KEY"] }, rounds)).toBe(`VaultError: ${complaint}`);
  });

  it.each([
    [
      "an account",
      { names: ["prod/rails/KEY"] },
      "1Password needs to know the account: add `--account` to `kamal secrets fetch`",
    ],
    [
      "an item",
      { account, from: "op://prod", names: [] },
      'could not tell vault and item of 1Password from "op://prod": name them with `--from op://vault/item`, or before each secret as `vault/item/field`',
    ],
  ])("asks nothing without %s", (_, request, complaint) => {
    expect(complaintOf(onePassword, request, [])).toBe(`VaultError: ${complaint}`);
  });
});
