import { describe, expect, it } from "vitest";
import { bitwarden } from "../../../../src/core/secrets/vaults/bitwarden.ts";
import { answered, complaintOf, done, failed, notInstalled, printed, type Round, replay } from "./replay.ts";

const account = "ops@acme.test";
const status = (word: string) => answered({ serverUrl: null, lastSync: null, status: word });
const open: readonly Round[] = [{ "bw status": status("unlocked") }, { "bw sync": done }];

const custom = (name: string | null, value: string | null) => ({ name, value, type: 1, linkedId: null });
const login = { object: "item", type: 1, name: "hub", login: { username: null, password: "pw", totp: null } };
const note = { object: "item", type: 2, name: "rails", notes: "n", secureNote: { type: 0 } };
const fields = [custom("KEY", "k"), custom("URL", "u r l"), custom("EMPTY", null)];

describe("Bitwarden", () => {
  it("reads the password of an item", () => {
    const values = replay(bitwarden, { account, names: ["hub"] }, [...open, { "bw get item hub": answered(login) }]);
    expect(values).toEqual({ hub: "pw" });
  });

  it("reads one item after the other, since its program allows no calls side by side", () => {
    const values = replay(bitwarden, { account, names: ["rails/KEY", "Docker Hub", "rails/URL"] }, [
      ...open,
      { "bw get item rails": answered({ ...note, fields }) },
      { "bw get item 'Docker Hub'": answered(login) },
    ]);
    expect(values).toEqual({ "rails/KEY": "k", "rails/URL": "u r l", "Docker Hub": "pw" });
  });

  it("reads fields of the item that all are from", () => {
    const values = replay(bitwarden, { account, from: "rails", names: ["KEY", "EMPTY"] }, [
      ...open,
      { "bw get item rails": answered({ ...login, login: { password: null }, fields }) },
    ]);
    expect(values).toEqual({ "rails/KEY": "k" });
  });

  it("reads all fields of an item without a password", () => {
    const rails = { ...note, fields: [...fields, custom("BLANK", ""), custom(null, "x")] };
    const values = replay(bitwarden, { account, names: ["rails"] }, [...open, { "bw get item rails": answered(rails) }]);
    expect(values).toEqual({ "rails/KEY": "k", "rails/URL": "u r l", "rails/BLANK": "" });
  });

  it("reads an item's password beside a field of it", () => {
    const values = replay(bitwarden, { account, names: ["hub", "hub/KEY"] }, [
      ...open,
      { "bw get item hub": answered({ ...login, fields }) },
    ]);
    expect(values).toEqual({ hub: "pw", "hub/KEY": "k" });
  });

  it("unlocks, and hands the session on in the environment", () => {
    const values = replay(bitwarden, { account, names: ["hub"] }, [
      { "bw status": status("locked") },
      { "bw unlock --raw (asks)": printed("s3ss+ion==\n") },
      { "BW_SESSION=s3ss+ion== bw status": status("unlocked") },
      { "BW_SESSION=s3ss+ion== bw sync": done },
      { "BW_SESSION=s3ss+ion== bw get item hub": answered(login) },
    ]);
    expect(values).toEqual({ hub: "pw" });
  });

  it("logs in first where nobody is", () => {
    const values = replay(bitwarden, { account, names: ["hub"] }, [
      { "bw status": status("unauthenticated") },
      { "bw login ops@acme.test (asks)": printed("You are logged in!") },
      { "bw status": status("locked") },
      { "bw unlock --raw (asks)": done },
      { "bw status": status("unlocked") },
      { "bw sync": done },
      { "bw get item hub": answered(login) },
    ]);
    expect(values).toEqual({ hub: "pw" });
  });

  const opening = "could not open Bitwarden as ops@acme.test";
  const advice = "Run `bw login` and `bw unlock` first, and hand BW_SESSION in.";

  it.each([
    ["the program is missing", [{ "bw status": notInstalled }], "the Bitwarden CLI (bw) is not installed, or not in the PATH"],
    [
      "the program is broken",
      [{ "bw status": failed("") }],
      "could not ask bw for its status: bw ended with exit code 1. Check that `bw status` works here.",
    ],
    [
      "the status is no JSON",
      [{ "bw status": printed("?") }],
      "Bitwarden did not answer in JSON. Check that bw is up to date and prints nothing else.",
    ],
    [
      "nobody logs in",
      [
        { "bw status": status("unauthenticated") },
        { "bw login ops@acme.test (asks)": failed("Username or password is incorrect. Try again.") },
      ],
      `${opening}: Username or password is incorrect. Try again. ${advice}`,
    ],
    [
      "nobody unlocks",
      [{ "bw status": status("locked") }, { "bw unlock --raw (asks)": failed("Invalid master password.") }],
      `${opening}: Invalid master password. ${advice}`,
    ],
    [
      "it stays locked",
      [{ "bw status": status("locked") }, { "bw unlock --raw (asks)": done }, { "bw status": status("locked") }],
      `${opening}: it is locked. ${advice}`,
    ],
    [
      "it cannot sync",
      [{ "bw status": status("unlocked") }, { "bw sync": { output: "", exitCode: undefined, complaint: "" } }],
      "could not sync Bitwarden: bw was stopped. Check the network.",
    ],
    [
      "there is no such item",
      [...open, { "bw get item rails": failed("Not found.") }],
      "could not read rails from Bitwarden: Not found. Check the name, and that this account may read it.",
    ],
    [
      "there is no such field",
      [...open, { "bw get item rails": answered({ ...note, fields }) }],
      "could not find the field KYE of rails in Bitwarden; its fields: KEY, URL, EMPTY",
    ],
    [
      "there are no fields at all",
      [...open, { "bw get item rails": answered(note) }],
      "could not find the field KYE of rails in Bitwarden; it has no fields",
    ],
  ])("explains when %s", (_, rounds: readonly Round[], complaint) => {
    expect(complaintOf(bitwarden, { account, names: ["rails/KYE"] }, rounds)).toBe(`VaultError: ${complaint}`);
  });

  it("explains when an item has nothing to give", () => {
    expect(complaintOf(bitwarden, { account, names: ["rails"] }, [...open, { "bw get item rails": answered(note) }])).toBe(
      "VaultError: rails in Bitwarden has no password and no fields: name an item that has one of them",
    );
  });

  it("asks nothing without an account", () => {
    expect(complaintOf(bitwarden, { names: ["hub"] }, [])).toBe(
      "VaultError: Bitwarden needs to know the account: add `--account` to `kamal secrets fetch`",
    );
  });
});
