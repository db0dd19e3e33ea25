import { expect, it } from "vitest";
import type { Config } from "../../../src/core/config/config.ts";
import { accessorySecrets, describeMissing, neededSecrets } from "../../../src/core/config/secrets.ts";
import { Secret } from "../../../src/core/shell/secret.ts";
import { deployYml, parse } from "./deploy-yml.ts";

function configOf(lines: string): Config {
  const parsed = parse(deployYml(lines));
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}

const has = (...names: string[]) => new Map(names.map((name) => [name, new Secret(name, "x")]));

const everywhere = configOf(`registry: {username: [USER], password: [TOKEN]}
builder: {arch: amd64, secrets: [GEM_KEY]}
servers:
  web:
    hosts: [{h: used}]
    env: {secret: [ALIAS:REAL]}
proxy: {host: a.com, ssl: {certificate_pem: CERT, private_key_pem: KEY}}
env: {secret: [DB], tags: {used: {secret: [TAGGED]}, unused: {secret: [IDLE]}}}
ssh: {key_data: [SSH_KEY, "-----BEGIN OPENSSH PRIVATE KEY-----"]}
accessories: {db: {image: i, host: h, env: {secret: [ROOT_PASSWORD]}}}`);

it("a deploy needs what the registry, the build, the roles, their tags, certificates and SSH name", () => {
  expect(neededSecrets(everywhere).map(({ secret, usedBy }) => `${secret}: ${usedBy}`)).toEqual([
    "USER: registry/username",
    "TOKEN: registry/password",
    "DB: env of role web",
    "REAL: env of role web",
    "CERT: proxy/ssl of role web",
    "KEY: proxy/ssl of role web",
    "TAGGED: env/tags/used",
    "SSH_KEY: ssh/key_data",
    "GEM_KEY: builder/secrets",
  ]);
});

it("accessories need theirs when they boot", () => {
  expect(accessorySecrets(everywhere, everywhere.accessories).map(({ secret }) => secret)).toEqual([
    "USER",
    "TOKEN",
    "ROOT_PASSWORD",
  ]);
});

it("nothing is missing when all is there", () => {
  expect(describeMissing(neededSecrets(configOf("env: {secret: [A]}")), has("TOKEN", "A"), [".kamal/secrets"])).toBeUndefined();
});

it("all missing secrets are told in one message, with the places that need them and the files that were read", () => {
  const config = configOf("servers: {web: [h], jobs: {hosts: [h], env: {secret: [B]}}}\nenv: {secret: [A]}");
  expect(describeMissing(neededSecrets(config), has(), [".kamal/secrets-common", ".kamal/secrets"])).toBe(
    `3 secrets are missing. Not in .kamal/secrets-common, .kamal/secrets, nor among the secrets of the workflow:
  TOKEN (registry/password)
  A (env of role web, env of role jobs)
  B (env of role jobs)`,
  );
});

it("one missing secret is told with the reason, where there is one", () => {
  const failures = new Map([["TOKEN", ".kamal/secrets:1: its command (op) ended with exit code 1"]]);
  expect(describeMissing(neededSecrets(configOf("")), has(), [".kamal/secrets"], failures)).toBe(
    `A secret is missing. Not in .kamal/secrets, nor among the secrets of the workflow:
  TOKEN (registry/password)
    .kamal/secrets:1: its command (op) ended with exit code 1`,
  );
});

it("says that there is no secrets file", () => {
  expect(describeMissing(neededSecrets(configOf("")), has(), [])).toContain(
    "There is no secrets file, nor among the secrets of the workflow:",
  );
});

it("a password of the registry that is blank is missing as well, since nobody can log in with it", () => {
  const config = configOf("env: {secret: [A]}");
  const blank = new Map([
    ["TOKEN", new Secret("TOKEN", " ")],
    ["A", new Secret("A", "")],
  ]);
  expect(describeMissing(neededSecrets(config), blank, [".kamal/secrets"])).toContain("TOKEN (registry/password)");
  expect(describeMissing(neededSecrets(config), blank, [".kamal/secrets"])).not.toContain("A (env");
});
