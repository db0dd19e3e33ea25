import { describe, expect, it } from "vitest";
import { passbolt } from "../../../../src/core/secrets/vaults/passbolt.ts";
import { answered, complaintOf, done, failed, notInstalled, type Round, replay } from "./replay.ts";

const verified: Round = { "passbolt verify (asks)": done };
const folders = (filter: string) => `passbolt list folders --filter '${filter}' --json (asks)`;
const resources = (filter: string, ...ids: readonly string[]) =>
  [
    `passbolt list resources --filter '${filter}'`,
    ...ids.map((id) => `--folder ${id}`),
    "--column name --column password --json (asks)",
  ].join(" ");

const folder = (id: string, name: string, folder_parent_id = "") => ({ id, name, folder_parent_id });
const secret = (name: string, password: string) => ({ id: "r", folder_parent_id: "", name, username: "", password });

describe("Passbolt", () => {
  it("reads secrets outside of folders", () => {
    const values = replay(passbolt, { names: ["KEY", "My Token"] }, [
      verified,
      { [resources('Name == "KEY" || Name == "My Token"')]: answered([secret("My Token", "t"), secret("KEY", "k")]) },
    ]);
    expect(values).toEqual({ KEY: "k", "My Token": "t" });
  });

  it.each([
    ["the folder that all are from", { from: "shop", names: ["KEY", "URL"] }],
    ["the folder that their names have", { names: ["shop/KEY", "shop/URL"] }],
  ])("reads secrets in %s, and gives them by their bare names", (_, request) => {
    const inShop = 'FolderParentID == "f1"';
    const values = replay(passbolt, request, [
      verified,
      { [folders('Name == "shop"')]: answered([folder("f1", "shop")]) },
      {
        [resources(`(Name == "KEY" && ${inShop}) || (Name == "URL" && ${inShop})`, "f1")]: answered([
          secret("KEY", "k"),
          secret("URL", "u"),
        ]),
      },
    ]);
    expect(values).toEqual({ KEY: "k", URL: "u" });
  });

  it("descends into folders, from the top one of a name", () => {
    const values = replay(passbolt, { names: ["shop/prod/eu/KEY", "hub/TOKEN", "ROOT"] }, [
      verified,
      {
        [folders('Name == "shop" || Name == "hub"')]: answered([
          folder("f0", "shop", "f9"),
          folder("f1", "shop"),
          folder("f2", "hub"),
        ]),
      },
      { [folders('Name == "prod" && FolderParentID == "f1"')]: answered([folder("f3", "prod", "f1")]) },
      { [folders('Name == "eu" && FolderParentID == "f3"')]: answered([folder("f4", "eu", "f3")]) },
      {
        [resources(
          '(Name == "KEY" && FolderParentID == "f4") || (Name == "TOKEN" && FolderParentID == "f2") || Name == "ROOT"',
          ...["f0", "f1", "f2", "f3", "f4"],
        )]: answered([secret("KEY", "k"), secret("TOKEN", "t"), secret("ROOT", "r")]),
      },
    ]);
    expect(values).toEqual({ KEY: "k", TOKEN: "t", ROOT: "r" });
  });

  it("takes a shared folder, whose own folder it does not see, for a top one", () => {
    const values = replay(passbolt, { from: "shop", names: ["KEY"] }, [
      verified,
      { [folders('Name == "shop"')]: answered([folder("f1", "shop", "f9")]) },
      { [resources('(Name == "KEY" && FolderParentID == "f1")', "f1")]: answered([secret("KEY", "k")]) },
    ]);
    expect(values).toEqual({ KEY: "k" });
  });

  it("keeps a name's quotes and backslashes from ending the filter's string", () => {
    const values = replay(passbolt, { names: ['a" || Name != "\\'] }, [
      verified,
      { [resources('Name == "a\\" || Name != \\"\\\\"')]: answered([secret('a" || Name != "\\', "v")]) },
    ]);
    expect(values).toEqual({ 'a" || Name != "\\': "v" });
  });

  const tops: Round = { [folders('Name == "shop"')]: answered([folder("f1", "shop")]) };
  const inProd: Round = { [folders('Name == "prod" && FolderParentID == "f1"')]: answered([folder("f2", "prod", "f1")]) };
  const read = resources('(Name == "KEY" && FolderParentID == "f2")', "f1", "f2");

  it.each([
    [
      "the program is missing",
      [{ "passbolt verify (asks)": notInstalled }],
      "the Passbolt CLI (passbolt) is not installed, or not in the PATH",
    ],
    [
      "it does not log in",
      [{ "passbolt verify (asks)": failed("Error: serverAddress is not defined") }],
      "could not log in to Passbolt: Error: serverAddress is not defined. Check what `passbolt configure` has set up.",
    ],
    [
      "folders cannot be listed",
      [verified, { [folders('Name == "shop"')]: failed("timeout") }],
      "could not read folders from Passbolt: timeout. Check the name, and that this account may read it.",
    ],
    [
      "the top folder is not there",
      [verified, { [folders('Name == "shop"')]: answered([]) }],
      "could not find the folder shop/prod in Passbolt. Check the spelling, and that this account may see it.",
    ],
    [
      "a folder in it is not there",
      [verified, tops, { [folders('Name == "prod" && FolderParentID == "f1"')]: answered([]) }],
      "could not find the folder shop/prod in Passbolt. Check the spelling, and that this account may see it.",
    ],
    [
      "secrets cannot be listed",
      [verified, tops, inProd, { [read]: failed("") }],
      "could not read shop/prod/KEY from Passbolt: passbolt ended with exit code 1. Check the name, and that this account may read it.",
    ],
    [
      "a secret is not there",
      [verified, tops, inProd, { [read]: answered([secret("KYE", "hidden")]) }],
      "could not find KEY in Passbolt. Check the name, its folder, and that it is shared with this account.",
    ],
    [
      "the answer is another",
      [verified, tops, inProd, { [read]: answered([{ name: "KEY" }]) }],
      "could not understand what Passbolt answered at 0.password: Invalid input: expected string, received undefined. Check that passbolt is up to date and prints nothing else.",
    ],
  ])("explains when %s", (_, rounds: readonly Round[], complaint) => {
    expect(complaintOf(passbolt, { from: "shop/prod", names: ["KEY"] }, rounds)).toBe(`VaultError: ${complaint}`);
  });

  it("names all folders that are not there", () => {
    const complaint = complaintOf(passbolt, { names: ["a/KEY", "b/KEY"] }, [
      verified,
      { [folders('Name == "a" || Name == "b"')]: answered([]) },
    ]);
    expect(complaint).toBe(
      "VaultError: could not find the folders a, b in Passbolt. Check the spelling, and that this account may see it.",
    );
  });

  it("asks nothing when nothing is wanted", () => {
    expect(complaintOf(passbolt, {}, [])).toBe("VaultError: name the secrets to fetch from Passbolt");
  });
});
