import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRepository } from "../../src/adapters/git.ts";
import { versionArgument } from "../../src/cli/options.ts";
import { checkCommit } from "../../src/use-cases/checked-out.ts";
import { checkout, deployYml, savedFacts } from "../action/workspace.ts";
import { answerIn } from "./in-process.ts";

const run = promisify(execFile);

let project: Awaited<ReturnType<typeof checkout>>;
/** The commit that is checked out; the project's is the one before it. */
let head: string;

beforeAll(async () => {
  project = await checkout({
    ...{ "config/deploy.yml": deployYml, ".kamal/secrets": "REGISTRY_PASSWORD=passw0rd\n", "facts.json": savedFacts },
    Dockerfile: "FROM scratch\nLABEL service=shop\n",
  });
  const git = async (...args: readonly string[]) => (await run("git", ["-C", project.directory, ...args])).stdout;
  const ann = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com"];
  await git(...ann, "commit", "--quiet", "--allow-empty", "--message", "Go on");
  head = (await git("rev-parse", "HEAD")).trim();
});
afterAll(() => project[Symbol.asyncDispose]());

const plan = (...words: readonly string[]) =>
  answerIn(project.directory, ...words, "--dry-run", "--facts", join(project.directory, "facts.json"));

describe("a version that is a commit", () => {
  it("is refused where another commit would be built under its name", async () => {
    for (const version of [project.commit, project.commit.slice(0, 9), "0123456789".repeat(4)])
      await expect(plan("deploy", "--version", version)).rejects.toThrow(
        `${version} is another commit than the one that is checked out (${head.slice(0, 7)})`,
      );
  });

  it("is built where it is the one that is checked out, or none that git knows", async () => {
    for (const version of [head, head.slice(0, 9), "0123456", "v1.2.3"])
      expect((await plan("deploy", "--version", version)).text).toContain(version);
  });

  it("may be any where nothing is built", async () => {
    expect((await plan("deploy", "--skip-push", "--version", project.commit)).text).toContain(project.commit);
  });

  it("is told of, and no more, where the variable VERSION names it", async () => {
    const { directory, commit } = project;
    const repository = await readRepository(directory);
    const notes: string[] = [];
    const watcher = { note: (text: string) => void notes.push(text) };
    await checkCommit({ repository }, { request: { directory, env: { VERSION: commit }, version: undefined }, watcher });
    const asked = { directory, env: { VERSION: commit }, version: versionArgument(head) };
    await checkCommit({ repository }, { request: asked, watcher });
    expect(notes).toEqual([expect.stringContaining(`The variable VERSION is ${commit}, another commit`)]);
  });
});
