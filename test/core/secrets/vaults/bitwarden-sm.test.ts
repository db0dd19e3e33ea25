import { describe, expect, it } from "vitest";
import { bitwardenSecretsManager } from "../../../../src/core/secrets/vaults/bitwarden-sm.ts";
import { answered, complaintOf, done, failed, notInstalled, type Round, replay } from "./replay.ts";

const loggedIn: Round = { "bws project list": done };
const secret = (key: string, value: string) => ({ object: "secret", id: "u", key, value, note: "" });
const secrets = [secret("KEY", 'k="1"'), secret("CERT", "a\nb")];

describe("Bitwarden Secrets Manager", () => {
  it("reads secrets by their ids, one after the other, and gives them by their keys", () => {
    const values = replay(bitwardenSecretsManager, { names: ["0b-1", "0b-2"] }, [
      loggedIn,
      { "bws secret get 0b-1": answered(secret("KEY", "k")) },
      { "bws secret get 0b-2": answered(secret("CERT", "a\nb")) },
    ]);
    expect(values).toEqual({ KEY: "k", CERT: "a\nb" });
  });

  it.each([
    ["everything", { names: ["all"] }, "bws secret list"],
    ["all of a project", { from: "0a-7", names: ["all"] }, "bws secret list 0a-7"],
    ["all of a project that is named with it", { names: ["0a-7/all"] }, "bws secret list 0a-7"],
  ])("reads %s", (_, request, line) => {
    const values = replay(bitwardenSecretsManager, request, [loggedIn, { [line]: answered(secrets) }]);
    expect(values).toEqual({ KEY: 'k="1"', CERT: "a\nb" });
  });

  it.each(["all", "0a-7/all"])("takes %s for an id when it is not alone", (name) => {
    const values = replay(bitwardenSecretsManager, { names: [name, "0b-1"] }, [
      loggedIn,
      { [`bws secret get ${name}`]: answered(secret("KEY", "k")) },
      { "bws secret get 0b-1": answered(secret("URL", "u")) },
    ]);
    expect(values).toEqual({ KEY: "k", URL: "u" });
  });

  it.each([
    [
      "the program is missing",
      [{ "bws project list": notInstalled }],
      "the Bitwarden Secrets Manager CLI (bws) is not installed, or not in the PATH",
    ],
    [
      "the token is not good",
      [{ "bws project list": failed("Access token is not in a valid format") }],
      "could not log in to Bitwarden Secrets Manager: Access token is not in a valid format. Check BWS_ACCESS_TOKEN.",
    ],
    [
      "a secret is not there",
      [loggedIn, { "bws secret get 0b-1": failed("Resource not found.") }],
      "could not read 0b-1 from Bitwarden Secrets Manager: Resource not found. Check the name, and that this account may read it.",
    ],
    [
      "the answer is another",
      [loggedIn, { "bws secret get 0b-1": answered({ key: "KEY" }) }],
      "could not understand what Bitwarden Secrets Manager answered: Invalid input. Check that bws is up to date and prints nothing else.",
    ],
  ])("explains when %s", (_, rounds: readonly Round[], complaint) => {
    expect(complaintOf(bitwardenSecretsManager, { names: ["0b-1"] }, rounds)).toBe(`VaultError: ${complaint}`);
  });

  it("asks nothing when nothing is wanted", () => {
    expect(complaintOf(bitwardenSecretsManager, {}, [])).toBe(
      "VaultError: name the secrets to fetch from Bitwarden Secrets Manager",
    );
  });
});
