import { describe, expect, it } from "vitest";
import { gcpSecretManager } from "../../../../src/core/secrets/vaults/gcp.ts";
import { answered, complaintOf, done, failed, notInstalled, type Round, replay } from "./replay.ts";

const accounts = (...names: readonly string[]) => answered(names.map((account) => ({ account, status: "ACTIVE" })));
const loggedIn: Round = { "gcloud auth list --format=json": accounts("ops@acme.test") };

const secret = (data: string) => answered({ name: "projects/7/secrets/x/versions/1", payload: { data, dataCrc32c: "1" } });
const encoded = (text: string) => secret(Buffer.from(text).toString("base64"));

describe("Google Secret Manager", () => {
  it("reads secrets side by side, and gives them by project and name", () => {
    const values = replay(gcpSecretManager, { account: "default", from: "shop", names: ["KEY", "URL/3"] }, [
      loggedIn,
      {
        "gcloud secrets versions access latest --secret=KEY --project=shop --format=json": encoded("k e y"),
        "gcloud secrets versions access 3 --secret=URL --project=shop --format=json": encoded("päss\n"),
      },
    ]);
    expect(values).toEqual({ "shop/KEY": "k e y", "shop/URL": "päss\n" });
  });

  it.each(["KEY", "default/KEY", "default/KEY/latest"])("looks into the project that gcloud is set to for %s", (name) => {
    const values = replay(gcpSecretManager, { account: "default", names: [name] }, [
      loggedIn,
      { "gcloud secrets versions access latest --secret=KEY --format=json": encoded("k") },
    ]);
    expect(values).toEqual({ "default/KEY": "k" });
  });

  it.each([
    ["me@acme.test", "--account=me@acme.test"],
    ["default|bot@acme.test", "--impersonate-service-account=bot@acme.test"],
    ["me@acme.test|a@acme.test,b@acme.test", "--account=me@acme.test --impersonate-service-account=a@acme.test,b@acme.test"],
  ])("acts as %s", (account, flags) => {
    const values = replay(gcpSecretManager, { account, names: ["shop/KEY"] }, [
      loggedIn,
      { [`gcloud secrets versions access latest --secret=KEY --project=shop ${flags} --format=json`]: encoded("k") },
    ]);
    expect(values).toEqual({ "shop/KEY": "k" });
  });

  it("understands base64 in the alphabet of URLs, which gcloud writes", () => {
    const values = replay(gcpSecretManager, { account: "default", names: ["KEY"] }, [
      loggedIn,
      { "gcloud secrets versions access latest --secret=KEY --format=json": secret("Pj4-Pz8_") },
    ]);
    expect(values).toEqual({ "default/KEY": ">>>???" });
  });

  it("logs in where nobody is", () => {
    const values = replay(gcpSecretManager, { account: "default", names: ["KEY"] }, [
      { "gcloud auth list --format=json": accounts() },
      { "gcloud auth login (asks)": done },
      loggedIn,
      { "gcloud secrets versions access latest --secret=KEY --format=json": encoded("k") },
    ]);
    expect(values).toEqual({ "default/KEY": "k" });
  });

  const read = "gcloud secrets versions access latest --secret=KEY --format=json";
  const advice = "Run `gcloud auth login` first, or google-github-actions/auth in a workflow.";

  it.each([
    [
      "the program is missing",
      [{ "gcloud auth list --format=json": notInstalled }],
      "the Google Secret Manager CLI (gcloud) is not installed, or not in the PATH",
    ],
    [
      "the program is broken",
      [{ "gcloud auth list --format=json": failed("") }],
      "could not ask gcloud for its accounts: gcloud ended with exit code 1. Check that `gcloud auth list` works here.",
    ],
    [
      "nobody logs in",
      [{ "gcloud auth list --format=json": accounts() }, { "gcloud auth login (asks)": failed("Aborted by user.") }],
      `could not log in to gcloud: Aborted by user. ${advice}`,
    ],
    [
      "a login is of no use",
      [
        { "gcloud auth list --format=json": accounts() },
        { "gcloud auth login (asks)": done },
        { "gcloud auth list --format=json": accounts() },
      ],
      `could not log in to gcloud: it knows no account. ${advice}`,
    ],
    [
      "a secret is not there",
      [loggedIn, { [read]: failed("NOT_FOUND: Secret [projects/7/secrets/KEY] not found.") }],
      "could not read default/KEY from Google Secret Manager: NOT_FOUND: Secret [projects/7/secrets/KEY] not found. Check the name, and that this account may read it.",
    ],
    [
      "a secret is binary",
      [loggedIn, { [read]: secret("//79") }],
      "default/KEY in Google Secret Manager is binary: only text can be a secret here",
    ],
    [
      "the answer is another",
      [loggedIn, { [read]: answered({ payload: {} }) }],
      "could not understand what Google Secret Manager answered at payload.data: Invalid input: expected string, received undefined. Check that gcloud is up to date and prints nothing else.",
    ],
  ])("explains when %s", (_, rounds: readonly Round[], complaint) => {
    expect(complaintOf(gcpSecretManager, { account: "default", names: ["KEY"] }, rounds)).toBe(`VaultError: ${complaint}`);
  });

  it.each([
    [
      "an account",
      { names: ["KEY"] },
      "Google Secret Manager needs to know the account: add `--account` to `kamal secrets fetch`",
    ],
    ["names", { account: "default" }, "name the secrets to fetch from Google Secret Manager"],
    [
      "the name of a secret",
      { account: "default", names: ["shop/"] },
      'could not tell a secret\'s name from "shop/": write project/name or project/name/version',
    ],
  ])("asks nothing without %s", (_, request, complaint) => {
    expect(complaintOf(gcpSecretManager, request, [])).toBe(`VaultError: ${complaint}`);
  });
});
