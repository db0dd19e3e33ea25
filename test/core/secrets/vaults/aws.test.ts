import { describe, expect, it } from "vitest";
import { awsSecretsManager } from "../../../../src/core/secrets/vaults/aws.ts";
import { answered, complaintOf, failed, notInstalled, type Round, replay } from "./replay.ts";

const secret = (Name: string, SecretString?: string) => ({
  ARN: `arn:aws:secretsmanager:eu-west-1:1:secret:${Name}`,
  Name,
  VersionStages: ["AWSCURRENT"],
  ...(SecretString !== undefined && { SecretString }),
});
const values = (...SecretValues: readonly unknown[]) => answered({ SecretValues, Errors: [] });
const line = (...names: readonly string[]) =>
  `aws secretsmanager batch-get-secret-value --secret-id-list ${names.join(" ")} --output json`;

/** What a secret with this text is given as. */
const read = (text: string) => replay(awsSecretsManager, { names: ["app"] }, [{ [line("app")]: values(secret("app", text)) }]);

describe("AWS Secrets Manager", () => {
  it("reads all secrets at once, with the profile that the account names", () => {
    const given = replay(awsSecretsManager, { account: "live", from: "shop", names: ["db", "Key 2"] }, [
      {
        "aws secretsmanager batch-get-secret-value --secret-id-list shop/db 'shop/Key 2' --profile live --output json": values(
          secret("shop/db", '{"USER":"u","PASSWORD":"p#$\'"}'),
          secret("shop/Key 2", "just text"),
        ),
      },
    ]);
    expect(given).toEqual({ "shop/db/USER": "u", "shop/db/PASSWORD": "p#$'", "shop/Key 2": "just text" });
  });

  it.each([
    ["text", "a: b", { app: "a: b" }],
    ["text that looks like a number, but is none", "10.0.0.1", { app: "10.0.0.1" }],
    ["a number", "5432", { app: "5432" }],
    ["a string", '"quo\\"ted"', { app: 'quo"ted' }],
    ["null", "null", { app: "null" }],
    ["a list", '[1, "b"]', { app: '[1,"b"]' }],
    [
      "an object, of which whatever is no text stays JSON",
      '{"port": 5432, "tls": true, "none": null, "tags": ["a", 2], "read": {"host": "h", "port": 1.0, "\\"": "1"}}',
      {
        "app/port": "5432",
        "app/tls": "true",
        "app/none": "null",
        "app/tags": '["a",2]',
        "app/read": '{"host":"h","port":1.0,"\\"":"1"}',
      },
    ],
    [
      "numbers that JavaScript cannot hold, or writes in another way than Ruby",
      '{"long": 12345678901234567890, "version": 1.0, "ratio": 0.50, "big": 1e3, "all": [12345678901234567890, -2.0]}',
      {
        "app/long": "12345678901234567890",
        "app/version": "1.0",
        "app/ratio": "0.5",
        "app/big": "1000.0",
        "app/all": "[12345678901234567890,-2.0]",
      },
    ],
    ["an empty object", "{}", {}],
  ])("gives %s as Kamal does", (_, text, given) => {
    expect(read(text)).toEqual(given);
  });

  it("asks for no more than twenty at once, side by side", () => {
    const names = Array.from({ length: 21 }, (_, index) => `s${index}`);
    const given = replay(awsSecretsManager, { names }, [
      { [line(...names.slice(0, 20))]: values(secret("s0", "first")), [line("s20")]: values(secret("s20", "last")) },
    ]);
    expect(given).toEqual({ s0: "first", s20: "last" });
  });

  it.each([
    [
      "the program is missing",
      { [line("app")]: notInstalled },
      "the AWS Secrets Manager CLI (aws) is not installed, or not in the PATH",
    ],
    [
      "nobody is logged in",
      { [line("app")]: failed("Unable to locate credentials. You can configure credentials by running `aws login`.") },
      "could not read app from AWS Secrets Manager: Unable to locate credentials. You can configure credentials by running `aws login`. Check the name, and that this account may read it.",
    ],
    [
      "secrets are refused",
      {
        [line("app")]: answered({
          SecretValues: [secret("other", "hidden")],
          Errors: [
            { SecretId: "app", ErrorCode: "ResourceNotFoundException", Message: "It is not there." },
            { SecretId: "b", Message: "It is locked." },
          ],
        }),
      },
      "could not read from AWS Secrets Manager: app: It is not there. b: It is locked. Check the name, the region and the profile.",
    ],
    [
      "a secret is binary",
      { [line("app")]: values({ Name: "app", SecretBinary: "AAEC" }) },
      "app in AWS Secrets Manager is binary: only text can be a secret here",
    ],
    [
      "the answer is another",
      { [line("app")]: answered([]) },
      "could not understand what AWS Secrets Manager answered: Invalid input: expected object, received array. Check that aws is up to date and prints nothing else.",
    ],
  ])("explains when %s", (_, round: Round, complaint) => {
    expect(complaintOf(awsSecretsManager, { names: ["app"] }, [round])).toBe(`VaultError: ${complaint}`);
  });

  it("asks nothing when nothing is wanted", () => {
    expect(complaintOf(awsSecretsManager, {}, [])).toBe("VaultError: name the secrets to fetch from AWS Secrets Manager");
  });
});
