import { describe, expect, it } from "vitest";
import type { Config } from "../../../src/core/config/config.ts";
import { type Logins, withCredentials } from "../../../src/core/config/credentials.ts";
import { describeMissing, registrySecrets } from "../../../src/core/config/secrets.ts";
import type { Secrets } from "../../../src/core/shell/secret.ts";
import { aConfig, anAccessory, aSecret } from "../../support.ts";

type Credentials = Pick<Config["registry"], "username" | "password">;

const none: Credentials = { username: undefined, password: undefined };
const named: Credentials = { username: { literal: "acme" }, password: { secret: "PASSWORD" } };
const job = { username: "ann", password: aSecret("ghs_token", "github-token") };
const asked = { username: "robot", password: aSecret("hunter2", "input registry-password") };
const filled: Secrets = new Map([["PASSWORD", aSecret("s3cret", "PASSWORD")]]);

const registryOf = (server: string | undefined, credentials: Credentials, secrets: Secrets, logins: Partial<Logins>) =>
  withCredentials(aConfig({ registry: { server, ...credentials, local: server === "localhost:5000" } }), secrets, {
    ...{ asked: undefined, job: undefined },
    ...logins,
  }).registry;

const loggedIn = ({ username, password }: typeof job) => ({ username: { literal: username }, password: { given: password } });

describe("the login at a registry", () => {
  it.each([
    ["deploy.yml names none", none, filled],
    ["only a name stands there", { ...named, password: undefined }, filled],
    ["the secret of its password has no value", named, new Map()],
    ["the secret of its password is empty", named, new Map([["PASSWORD", aSecret("", "PASSWORD")]])],
  ])("is the job's own at ghcr.io, if %s", (_, credentials, secrets) => {
    expect(registryOf("ghcr.io", credentials, secrets, { job })).toMatchObject(loggedIn(job));
  });

  it("is deploy.yml's where that can be used", () => {
    expect(registryOf("ghcr.io", named, filled, { job })).toMatchObject(named);
  });

  it("is the job's own nowhere else", () => {
    expect(registryOf("registry.example.com", named, new Map(), { job })).toMatchObject(named);
    expect(registryOf(undefined, named, new Map(), { job })).toMatchObject(named);
    expect(registryOf("ghcr.io.example.com", named, new Map(), { job })).toMatchObject(named);
  });

  it("is the one that was asked for, wherever there is a login at all", () => {
    expect(registryOf("ghcr.io", named, filled, { job, asked })).toMatchObject(loggedIn(asked));
    expect(registryOf("registry.example.com", named, filled, { asked })).toMatchObject(loggedIn(asked));
    expect(registryOf("localhost:5000", none, filled, { asked })).toMatchObject(none);
  });

  it("is the job's own for an accessory from ghcr.io, too, and never the one that was asked for", () => {
    const registry = { server: "ghcr.io", ...none, local: false };
    const config = aConfig({ accessories: [anAccessory({ registry }), anAccessory()] });
    const { accessories } = withCredentials(config, filled, { job, asked });
    expect(accessories.map((one) => one.registry)).toEqual([expect.objectContaining(loggedIn(job)), undefined]);
  });

  it("is missing at ghcr.io where there is no job and deploy.yml names none", () => {
    const config = aConfig({ registry: { server: "ghcr.io", ...none, local: false } });
    expect(describeMissing(registrySecrets(config), filled, [])).toMatch(
      /github-token \(registry\/password\)\n.*in a job of GitHub Actions only, which logs in with its own token\. Name both under registry$/,
    );
  });
});
