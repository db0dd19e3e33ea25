import { describe, expect, it } from "vitest";
import { lastPass } from "../../../../src/core/secrets/vaults/last-pass.ts";
import { answered, complaintOf, done, failed, notInstalled, printed, type Round, replay } from "./replay.ts";

const account = "ops@acme.test";
const loggedIn: Round = { "lpass status --color never": printed("Logged in as ops@acme.test.\n") };
const item = (fullname: string, password: string) => ({
  id: "17",
  name: fullname.split("/").at(-1),
  fullname,
  password,
  note: "",
});

describe("LastPass", () => {
  it("reads all items at once, by their names with folders", () => {
    const values = replay(lastPass, { account, names: ["KEY", "Ops/Docker Hub"] }, [
      loggedIn,
      { "lpass show KEY 'Ops/Docker Hub' --json": answered([item("KEY", "k"), item("Ops/Docker Hub", "p#$'")]) },
    ]);
    expect(values).toEqual({ KEY: "k", "Ops/Docker Hub": "p#$'" });
  });

  it("looks into the folder that all are from", () => {
    const values = replay(lastPass, { account, from: "Ops", names: ["KEY"] }, [
      loggedIn,
      { "lpass show Ops/KEY --json": answered([item("Ops/KEY", "k")]) },
    ]);
    expect(values).toEqual({ "Ops/KEY": "k" });
  });

  it.each(["Not logged in.", "Logged in as someone@else.test."])("logs in when it is %s", (status) => {
    const values = replay(lastPass, { account, names: ["KEY"] }, [
      { "lpass status --color never": { ...failed(""), output: status } },
      { "lpass login ops@acme.test (asks)": done },
      { "lpass show KEY --json": answered([item("KEY", "k")]) },
    ]);
    expect(values).toEqual({ KEY: "k" });
  });

  it.each([
    [
      "the program is missing",
      [{ "lpass status --color never": notInstalled }],
      "the LastPass CLI (lpass) is not installed, or not in the PATH",
    ],
    [
      "nobody logs in",
      [
        { "lpass status --color never": printed("Not logged in.") },
        { "lpass login ops@acme.test (asks)": failed("Error: Failed to enter correct password.") },
      ],
      "could not log in to LastPass as ops@acme.test: Error: Failed to enter correct password. Run `lpass login ops@acme.test` first.",
    ],
    [
      "an item is not there",
      [loggedIn, { "lpass show KEY OTHER --json": failed("Error: Could not find specified account(s).") }],
      "could not read KEY, OTHER from LastPass: Error: Could not find specified account(s). Check the name, and that this account may read it.",
    ],
    [
      "an item is in a folder",
      [loggedIn, { "lpass show KEY OTHER --json": answered([item("KEY", "k"), item("Ops/OTHER", "o")]) }],
      "could not find OTHER in LastPass: write the name with its folders, as `lpass ls` does. It gave: KEY, Ops/OTHER.",
    ],
    [
      "nothing is given",
      [loggedIn, { "lpass show KEY OTHER --json": answered([]) }],
      "could not find KEY, OTHER in LastPass: write the name with its folders, as `lpass ls` does.",
    ],
    [
      "an item has no password",
      [loggedIn, { "lpass show KEY OTHER --json": answered([{ fullname: "KEY" }]) }],
      "could not understand what LastPass answered at 0.password: Invalid input: expected string, received undefined. Check that lpass is up to date and prints nothing else.",
    ],
  ])("explains when %s", (_, rounds: readonly Round[], complaint) => {
    expect(complaintOf(lastPass, { account, names: ["KEY", "OTHER"] }, rounds)).toBe(`VaultError: ${complaint}`);
  });

  it.each([
    ["an account", { names: ["KEY"] }, "LastPass needs to know the account: add `--account` to `kamal secrets fetch`"],
    [
      "an account that is no blank",
      { account: " ", names: ["KEY"] },
      "LastPass needs to know the account: add `--account` to `kamal secrets fetch`",
    ],
    ["names", { account }, "name the secrets to fetch from LastPass"],
  ])("asks nothing without %s", (_, request, complaint) => {
    expect(complaintOf(lastPass, request, [])).toBe(`VaultError: ${complaint}`);
  });
});
