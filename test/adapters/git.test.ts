import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, expect, it, vi } from "vitest";
import { gitComplaint, readRepository } from "../../src/adapters/git.ts";
import { checkout } from "../action/workspace.ts";

const run = promisify(execFile);

afterEach(() => vi.unstubAllEnvs());

it("knows the committer as git does: by the last word of its files, if there is any", async () => {
  await using project = await checkout({ "a.txt": "a" });
  const git = (...args: readonly string[]) => run("git", ["-C", project.directory, ...args]);
  await git("config", "--add", "user.name", "Somebody Else");
  await git("config", "--add", "user.name", "Ann Lee");
  await git("config", "user.email", "ann@example.com");
  expect(await readRepository(project.directory)).toMatchObject({
    ...{ revision: project.commit, prefix: "", dirty: false, submodules: false },
    ...{ userName: "Ann Lee", userEmail: "ann@example.com" },
  });
});

it("tells why there is no commit: no repository, or none in it, or no git at all", async () => {
  const directory = await mkdtemp(join(tmpdir(), "no-checkout-"));
  try {
    expect(await gitComplaint(directory)).toEqual({ kind: "no repository" });
    await run("git", ["-C", directory, "init", "--quiet"]);
    expect(await readRepository(directory)).toBeUndefined();
    expect(await gitComplaint(directory)).toEqual({ kind: "no commit" });
    vi.stubEnv("PATH", directory);
    expect(await gitComplaint(directory)).toEqual({ kind: "no git" });
  } finally {
    await rm(directory, { recursive: true });
  }
});

it("passes on what git says of a repository that is another user's, with the command that helps", async () => {
  await using project = await checkout({ "a.txt": "a" });
  // Git's own tests say it by this variable: https://github.com/git/git/blob/master/t/t0033-safe-directory.sh
  vi.stubEnv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
  expect(await readRepository(project.directory)).toBeUndefined();
  const complaint = await gitComplaint(project.directory);
  expect(complaint).toMatchObject({ kind: "refused", said: expect.stringMatching(/^detected dubious ownership in repository/) });
  expect(complaint).toMatchObject({ said: expect.stringContaining("git config --global --add safe.directory") });
});
