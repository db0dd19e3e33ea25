import { describe, expect, it } from "vitest";
import { enpass } from "../../../../src/core/secrets/vaults/enpass.ts";
import { answered, complaintOf, failed, notInstalled, type Round, replay } from "./replay.ts";

const from = "/home/ops/Enpass Vaults/primary";
const show = (titles: string) => `enpass-cli -json -vault '${from}' show ${titles} (asks)`;
const entry = (title: string, label: string, password: string) => ({ category: "login", title, label, login: "", password });
const shop = [entry("Shop", "KEY", "k e y"), entry("Shop", "URL", "u"), entry("Shop", "", "pw"), entry("Shop 2", "KEY", "no")];

describe("Enpass", () => {
  it.each([
    ["one entry", ["Shop/KEY"], { "Shop/KEY": "k e y" }],
    ["several entries of an item, asked for once", ["Shop/KEY", "Shop/URL"], { "Shop/KEY": "k e y", "Shop/URL": "u" }],
    ["all entries of an item", ["Shop"], { "Shop/KEY": "k e y", "Shop/URL": "u", Shop: "pw" }],
  ])("reads %s", (_, names, values) => {
    expect(replay(enpass, { from, names }, [{ [show("Shop")]: answered(shop) }])).toEqual(values);
  });

  it("reads several items at once, and skips entries without a password", () => {
    const values = replay(enpass, { from, names: ["Shop/KEY", "Ops/Docker Hub/token"] }, [
      {
        [show("Shop 'Ops/Docker Hub'")]: answered([
          entry("Shop", "KEY", "k"),
          entry("Shop", "KEY", " "),
          entry("Ops/Docker Hub", "token", "t"),
        ]),
      },
    ]);
    expect(values).toEqual({ "Shop/KEY": "k", "Ops/Docker Hub/token": "t" });
  });

  it.each([
    [
      "the program is missing",
      { [show("Shop")]: notInstalled },
      "the Enpass CLI (enpass-cli) is not installed, or not in the PATH",
    ],
    [
      "the vault does not open",
      { [show("Shop")]: failed("could not open vault: invalid password") },
      "could not read Shop/KEY from Enpass: could not open vault: invalid password. Check the name, and that this account may read it.",
    ],
    [
      "an entry is not there",
      { [show("Shop")]: answered([entry("Shop", "KYE", "hidden"), entry("Shop", "", "hidden"), entry("Shop", "KEY", "")]) },
      "could not find Shop/KEY in Enpass; under these titles it has Shop/KYE, Shop",
    ],
    [
      "nothing is there",
      { [show("Shop")]: answered([]) },
      "could not find Shop/KEY in Enpass; under these titles it has nothing",
    ],
    [
      "an entry is there twice",
      { [show("Shop")]: answered([...shop, entry("Shop", "KEY", "other")]) },
      "Shop/KEY is in Enpass more than once: give one of them another label",
    ],
    [
      "the answer is another",
      { [show("Shop")]: answered({}) },
      "could not understand what Enpass answered: Invalid input: expected array, received object. Check that enpass-cli is up to date and prints nothing else.",
    ],
  ])("explains when %s", (_, round: Round, complaint) => {
    expect(complaintOf(enpass, { from, names: ["Shop/KEY"] }, [round])).toBe(`VaultError: ${complaint}`);
  });

  it.each([
    ["a vault", { names: ["Shop"] }, "name Enpass's vault: `--from path/to/vault`"],
    ["names", { from }, "name the secrets to fetch from Enpass"],
  ])("asks nothing without %s", (_, request, complaint) => {
    expect(complaintOf(enpass, request, [])).toBe(`VaultError: ${complaint}`);
  });
});
