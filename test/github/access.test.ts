import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jobAccess, terminalAccess } from "../../src/adapters/github/access.ts";
import { remoteRepository } from "../../src/adapters/github/remote.ts";
import { Secret } from "../../src/core/shell/secret.ts";

const git = promisify(execFile);
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "origin-"));
  await git("git", ["-C", directory, "init", "--quiet"]);
  await git("git", ["-C", directory, "remote", "add", "origin", "unset"]);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const setOrigin = (url: string) => git("git", ["-C", directory, "remote", "set-url", "origin", url]);

describe("a git remote", () => {
  it.each([
    ["git@github.com:acme/app.git", "github.com", "acme/app"],
    ["github.com:acme/app", "github.com", "acme/app"],
    ["https://github.com/acme/app.git", "github.com", "acme/app"],
    ["https://ann:ghp_x@GitHub.com/acme/my.app-1", "github.com", "acme/my.app-1"],
    ["ssh://git@github.com/acme/app.git", "github.com", "acme/app"],
    ["ssh://git@ssh.github.com:443/acme/app.git", "github.com", "acme/app"],
    ["ssh://git@ghe.example.com:2222/acme/app/", "ghe.example.com", "acme/app"],
  ])("%s is on %s: %s", (remote, host, repository) => {
    expect(remoteRepository(remote)).toEqual({ host, repository });
  });

  it.each([
    "",
    "/srv/git/app.git",
    "../app",
    "file:///srv/git/acme/app.git",
    "https://github.com/acme",
    "https://gitlab.com/a/b/c",
  ])("%j is no repository of GitHub's", (remote) => {
    expect(remoteRepository(remote)).toBe(undefined);
  });
});

describe("a job", () => {
  const env = {
    ...{ GITHUB_SERVER_URL: "https://github.com", GITHUB_API_URL: "https://api.github.com", GITHUB_REPOSITORY: "acme/app" },
  };
  const token = new Secret("github-token", "ghs_1");

  it("asks the GitHub that runs it, as its own repository", () => {
    expect(jobAccess(env, token)).toEqual({
      ...{ serverUrl: "https://github.com", apiUrl: "https://api.github.com", repository: "acme/app", token },
    });
  });

  it("asks nobody without a token", () => {
    expect(jobAccess(env, undefined)).toBe(undefined);
    expect(jobAccess(env, new Secret("github-token", " "))).toBe(undefined);
  });

  it("that calls landfall as a program is asked for the same, by the token in its environment", async () => {
    const access = await terminalAccess({ ...env, GITHUB_TOKEN: "ghs_2" }, "/nowhere");
    expect(access).toMatchObject({ apiUrl: "https://api.github.com", repository: "acme/app" });
    expect(access?.token.reveal()).toBe("ghs_2");
  });
});

describe("a terminal", () => {
  it.each([
    ["git@github.com:acme/app.git", { GH_TOKEN: "a", GITHUB_TOKEN: "b" }, "https://github.com", "https://api.github.com", "a"],
    ["git@github.com:acme/app.git", { GITHUB_TOKEN: "b" }, "https://github.com", "https://api.github.com", "b"],
    ["https://acme.ghe.com/acme/app", { GH_TOKEN: "a" }, "https://acme.ghe.com", "https://api.acme.ghe.com", "a"],
    [
      ...(["https://git.example.com/acme/app", { GH_HOST: "git.example.com", GH_TOKEN: "a", GH_ENTERPRISE_TOKEN: "c" }] as const),
      ...(["https://git.example.com", "https://git.example.com/api/v3", "c"] as const),
    ],
  ])("in a clone of %s asks there", async (origin, env, serverUrl, apiUrl, token) => {
    await setOrigin(origin);
    const access = await terminalAccess(env, directory);
    expect(access).toMatchObject({ serverUrl, apiUrl, repository: "acme/app" });
    expect(access?.token.reveal()).toBe(token);
  });

  it("shows a token of GitHub's to no other server", async () => {
    await setOrigin("https://github.com.evil.example/acme/app");
    expect(await terminalAccess({ GH_TOKEN: "a", GITHUB_TOKEN: "b" }, directory)).toBe(undefined);
  });

  it("shows a token of a company's server to none but that which GH_HOST names", async () => {
    await setOrigin("git@gitlab.com:acme/app.git");
    expect(await terminalAccess({ GH_ENTERPRISE_TOKEN: "c" }, directory)).toBe(undefined);
    expect(await terminalAccess({ GH_ENTERPRISE_TOKEN: "c", GH_HOST: "git.example.com" }, directory)).toBe(undefined);
  });

  it("may be told the repository, as a fork's clone has another origin", async () => {
    await setOrigin("git@github.com:ann/app.git");
    expect(await terminalAccess({ GH_TOKEN: "a", GITHUB_REPOSITORY: "acme/app" }, directory)).toMatchObject({
      repository: "acme/app",
    });
  });

  it("asks GitHub itself outside of a clone", async () => {
    expect(await terminalAccess({ GH_TOKEN: "a", GITHUB_REPOSITORY: "acme/app" }, tmpdir())).toMatchObject({
      ...{ apiUrl: "https://api.github.com", repository: "acme/app" },
    });
  });

  it("asks nobody without a token, or without a repository", async () => {
    await setOrigin("git@github.com:acme/app.git");
    expect(await terminalAccess({}, directory)).toBe(undefined);
    expect(await terminalAccess({ GH_TOKEN: "a" }, tmpdir())).toBe(undefined);
  });
});
