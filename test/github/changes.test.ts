import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { changesOf } from "../../src/use-cases/changes.ts";
import type { Request } from "../../src/use-cases/request.ts";
import { checkout } from "../action/workspace.ts";
import { aVersion } from "../support.ts";
import { accessTo, aGithub, commits } from "./support.ts";

const [first = "", second = "", third = ""] = commits;

const asked = (previous: string | undefined, version: string, request: Pick<Request, "directory" | "github">) =>
  changesOf(
    { previous: previous === undefined ? undefined : aVersion(previous), version: aVersion(version) },
    { request, watcher: { note: () => {} }, cancel: new AbortController().signal },
  );

it("asks GitHub for what is new since the version that was live", async () => {
  await using github = await aGithub();
  const changes = await asked(first, third, { directory: "/", github: accessTo(github) });
  expect(changes).toMatchObject({
    direction: "new",
    total: 2,
    commits: [{ sha: second }, { sha: third, title: `Change ${third}` }],
  });
  expect(changes?.url).toBe(`https://github.com/acme/app/compare/${first}...${third}`);
});

it("tells what a rollback takes back", async () => {
  await using github = await aGithub();
  const changes = await asked(third, second, { directory: "/", github: accessTo(github) });
  expect(changes).toMatchObject({ direction: "taken back", total: 1, commits: [{ sha: third }] });
  expect(changes?.url).toBe(`https://github.com/acme/app/compare/${second}...${third}`);
});

it("asks git where GitHub does not know, and knows nothing where git does not either", async () => {
  await using github = await aGithub();
  await using project = await checkout({ "note.txt": "one" });
  const git = promisify(execFile);
  const as = ["-C", project.directory, "-c", "user.name=Ann", "-c", "user.email=ann@example.com"];
  await git("git", [...as, "commit", "--allow-empty", "--quiet", "--message", "Say | more\n\nAnd why."]);
  const { stdout } = await git("git", [...as, "rev-parse", "HEAD"]);
  const request = { directory: project.directory, github: accessTo(github) };
  const commit = { sha: stdout.trim(), title: "Say | more", author: "Ann" };
  expect(await asked(project.commit, stdout.trim(), request)).toMatchObject({ direction: "new", total: 1, commits: [commit] });
  expect(await asked(stdout.trim(), project.commit, request)).toMatchObject({ direction: "taken back", commits: [commit] });
  expect(await asked("deadbeef", "c0ffee00", request)).toBeUndefined();
});

it.each([
  ["main", third],
  [first, "v2"],
])("asks nobody where a version is no commit, but could be a branch: from %s to %s", async (previous, version) => {
  await using github = await aGithub();
  await using project = await checkout({ "note.txt": "one" });
  await promisify(execFile)("git", ["-C", project.directory, "branch", "--force", "v2"]);
  expect(await asked(previous, version, { directory: project.directory, github: accessTo(github) })).toBeUndefined();
  expect(github.requests).toEqual([]);
});

it("asks nobody where nothing was live, or the same", async () => {
  await using github = await aGithub();
  const request = { directory: "/", github: accessTo(github) };
  expect(await asked(undefined, third, request)).toBeUndefined();
  expect(await asked(third, third, request)).toBeUndefined();
  expect(github.requests).toEqual([]);
});
