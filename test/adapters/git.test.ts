import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { readRepository } from "../../src/adapters/git.ts";
import { checkout } from "../action/workspace.ts";

const run = promisify(execFile);

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
