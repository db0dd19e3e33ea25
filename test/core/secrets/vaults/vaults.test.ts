import { describe, expect, it } from "vitest";
import { unknownVault, vaultNamed } from "../../../../src/core/secrets/vaults/vaults.ts";
import { complaintOf, replay } from "./replay.ts";

describe("vaults", () => {
  it.each([
    ["1Password", ["1password", "1Password", "one_password", "OnePassword"]],
    ["LastPass", ["lastpass", "LastPass", "last_pass"]],
    ["Bitwarden", ["bitwarden", "Bitwarden"]],
    ["Bitwarden Secrets Manager", ["bitwarden-sm", "Bitwarden-SM", "bitwarden_secrets_manager", "BitwardenSecretsManager"]],
    ["AWS Secrets Manager", ["aws_secrets_manager", "AwsSecretsManager"]],
    ["Doppler", ["doppler"]],
    ["Google Secret Manager", ["gcp", "GCP", "gcp_secret_manager", "GcpSecretManager"]],
    ["Enpass", ["enpass"]],
    ["Passbolt", ["passbolt"]],
    ["the test vault", ["test"]],
  ])("know %s by Kamal's names", (title, names) => {
    expect(names.map((name) => vaultNamed(name)?.title)).toEqual(names.map(() => title));
  });

  it.each(["vault", "", "aws-secrets-manager", "constructor"])("know none called %j", (name) => {
    expect(vaultNamed(name)).toBeUndefined();
  });

  it.each(["1password", "lastpass", "bitwarden", "gcp", "test"])("ask nothing without an account for %s", (name) => {
    const vault = vaultNamed(name);
    const complaint = vault && complaintOf(vault, { account: " ", names: ["a/b/c"] }, []);
    expect(complaint).toBe(`VaultError: ${vault?.title} needs to know the account: add \`--account\` to \`kamal secrets fetch\``);
  });

  it("are listed when somebody wants another, with the nearest first", () => {
    const known =
      "Known adapters: 1password, lastpass, bitwarden, bitwarden-sm, aws_secrets_manager, doppler, gcp, enpass, passbolt.";
    expect(unknownVault("1pasword").message).toBe(
      `there is no secrets adapter \`1pasword\`. Did you mean \`1password\`? ${known}`,
    );
    expect(unknownVault("keychain").message).toBe(`there is no secrets adapter \`keychain\`. ${known}`);
  });
});

describe("the test vault", () => {
  const vault = vaultNamed("test");
  if (vault === undefined) throw new Error("there is no test vault");

  it("gives names backwards, with parentheses that a secrets file could not hold", () => {
    const values = replay(vault, { account: "any", from: "a", names: ["foo", "LPARENbéRPAREN"] }, [{}]);
    expect(values).toEqual({ "a/foo": "oof/a", "a/LPARENbéRPAREN": ")éb(/a" });
  });
});
