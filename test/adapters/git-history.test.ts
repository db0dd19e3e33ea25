import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { commitsBetween } from "../../src/adapters/git-history.ts";
import { checkout } from "../action/workspace.ts";

const run = promisify(execFile);

describe("the commits between two versions", () => {
  it("are those that one has and the other has not, from old to new", async () => {
    await using project = await history();
    const [first, , third] = project.commits;
    const between = await commitsBetween(project.directory, { base: first.slice(0, 9), head: third });
    expect(between).toMatchObject({ total: 2, commits: [{ title: "Second" }, { title: "Third", author: "Ann" }] });
    expect(await commitsBetween(project.directory, { base: third, head: first })).toEqual({ commits: [], total: 0 });
  });

  it("are not known where the history between them is cut", async () => {
    await using project = await history();
    await using clone = await shallowClone(project.directory);
    const [first, second, third] = project.commits;
    expect(await commitsBetween(clone.directory, { base: first, head: third })).toBeUndefined();
    await clone.git("fetch", "--quiet", "--depth=1", "origin", first);
    expect(await commitsBetween(clone.directory, { base: first, head: third })).toBeUndefined();
    expect(await commitsBetween(clone.directory, { base: third, head: first })).toBeUndefined();
    expect(await commitsBetween(clone.directory, { base: second, head: third })).toMatchObject({ total: 1 });
    expect(await commitsBetween(clone.directory, { base: third, head: second })).toMatchObject({ total: 0 });
  });

  it("are not those of a branch that is called like a commit", async () => {
    await using project = await history();
    const [first, , third] = project.commits;
    await project.git("branch", "deadbeef", third);
    expect(await commitsBetween(project.directory, { base: first, head: "deadbeef" })).toBeUndefined();
  });
});

const gitIn =
  (directory: string) =>
  (...args: readonly string[]) =>
    run("git", ["-C", directory, "-c", "user.name=Ann", "-c", "user.email=ann@example.com", ...args]);

/** A checkout of three commits. */
async function history() {
  const project = await checkout({ "a.txt": "a" });
  const git = gitIn(project.directory);
  const commit = async (title: string): Promise<string> => {
    await git("commit", "--allow-empty", "--quiet", "--message", title);
    return (await git("rev-parse", "HEAD")).stdout.trim();
  };
  const commits = [project.commit, await commit("Second"), await commit("Third")] as const;
  return { ...project, git, commits };
}

/** It knows the last two commits. */
async function shallowClone(from: string) {
  const directory = await mkdtemp(join(tmpdir(), "shallow-"));
  await run("git", ["clone", "--quiet", "--depth=2", `file://${from}`, directory]);
  const remove = () => rm(directory, { recursive: true, force: true });
  return { directory, git: gitIn(directory), [Symbol.asyncDispose]: remove };
}
