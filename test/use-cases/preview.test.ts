import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { hasFailed } from "../../src/core/report/report.ts";
import type { Request } from "../../src/use-cases/request.ts";
import { answerTo, reportOf } from "../cli/in-process.ts";
import type { PullRequest } from "../github/repository.ts";
import type { Github } from "../github/server.ts";
import { accessTo, aGithub, head } from "../github/support.ts";
import { aLine, startServer } from "../previews/server.ts";

vi.setConfig({ testTimeout: 30_000 });

const hour = 3600;
let server: Awaited<ReturnType<typeof startServer>>;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());
beforeEach(() => {
  const previews = [aLine("01", "shop-pr-12", hour), aLine("02", "shop-pr-3", 48 * hour), aLine("03", "shop-pr-4", 200 * hour)];
  return server.run(aLine("0a", "shop", hour), ...previews);
});

const ssh = (): Request["ssh"] => ({
  ...{ keys: [server.sshd.key], passphrase: undefined, knownHosts: server.sshd.knownHosts, fingerprints: [], hostKeys: "strict" },
});
const jobOf = (github: Github) => {
  const run = {
    url: "https://github.com/acme/app/actions/runs/4711",
    id: "4711",
    attempt: "1",
    machine: "runner",
    step: undefined,
  };
  return { directory: server.project.directory, job: { github: accessTo(github), run, ssh: ssh() } };
};
const answer = (github: Github, ...words: readonly string[]) => answerTo(jobOf(github), ...words);
const pullRequest = (number: number, state: PullRequest["state"]): PullRequest => ({ number, state, branch: "b", sha: head });
const aGithubWith = (...pullRequests: readonly PullRequest[]) =>
  aGithub({ repositories: [{ name: "acme/app", commits: [head], pullRequests }] });
describe("preview deploy", () => {
  const words = ["preview", "deploy", "12", "--skip-push", "--version", "v1"];
  const opened = {
    ...{ name: "pull_request", environment: "preview" },
    payload: {
      ...{ action: "opened", number: 12, repository: { full_name: "acme/app" } },
      pull_request: { head: { ref: "Fix", sha: head, repo: { full_name: "acme/app" } }, labels: [] },
    },
  };

  it("tells the pull request that it is on its way, and then how it went, in one comment", async () => {
    await using github = await aGithub();
    const { outcomes } = await reportOf(jobOf(github), ...words);
    expect(hasFailed(outcomes.filter(({ step }) => !step.cleansUp))).toBe(false);
    const told = github.requests
      .filter(({ method }) => method === "POST" || method === "PATCH")
      .map(({ body }) => JSON.stringify(body));
    expect(told).toEqual([expect.stringContaining("is on its way"), expect.stringContaining("The preview is live")]);
    expect(github.repository("acme/app").comments.all).toHaveLength(1);
    expect(await server.calls()).not.toMatch(/(?<!-pr-12)-web-abc|remove shop-web/);
  });

  it("is what the event of a pull request asks for, and names the commit that was pushed", async () => {
    await using github = await aGithub();
    const { config } = await reportOf({ ...jobOf(github), event: opened }, "preview", "--skip-push", "--version", "v1");
    expect(config).toMatchObject({ service: "shop-pr-12", preview: { number: 12, sha: head } });
    expect(github.repository("acme/app").comments.all[0]?.body).toContain(head.slice(0, 7));
  });

  it("tells what went wrong, and what serves", async () => {
    await using github = await aGithub();
    await writeFile(server.at("broken"), "");
    await reportOf(jobOf(github), ...words).finally(() => rm(server.at("broken")));
    const [comment] = github.repository("acme/app").comments.all;
    expect(comment?.body).toContain("❌ The preview was not deployed");
    expect(comment?.body).toContain("There is no container shop-pr-12-web-v1 to send traffic to");
  });

  it("tells why it was refused, and no secret", async () => {
    await using github = await aGithub();
    await server.run(aLine("0a", "shop"));
    await mkdir(server.at(".kamal/lock-shop-pr-12"), { recursive: true });
    await writeFile(server.at(".kamal/lock-shop-pr-12/details"), btoa("Locked by: Ann of passw0rd at 2026-01-01T00:00:00Z\n"));
    await expect(
      reportOf(jobOf(github), ...words).finally(() => rm(server.at(".kamal/lock-shop-pr-12"), { recursive: true })),
    ).rejects.toThrow("lock");
    const body = github.repository("acme/app").comments.all[0]?.body;
    expect(body).toContain("⚠️ Nothing was deployed");
    expect(body).toContain("Ann of");
    expect(body).not.toContain("passw0rd");
  });
});

describe("preview list", () => {
  it("shows what servers have, and where it answers", async () => {
    await using github = await aGithub();
    const { text, json } = await answer(github, "preview", "list");
    expect(text).toMatch(/^#12 +pr-12\.example\.com +live +1 h ago +127\.0\.0\.1$/m);
    expect(json).toMatchObject([{ number: 12, url: "http://pr-12.example.com" }, { number: 3 }, { number: 4 }]);
  });
});

describe("preview remove", () => {
  it("takes one preview away, gives its lock back, and tells its pull request", async () => {
    await using github = await aGithub();
    const { comments, deployments } = github.repository("acme/app");
    comments.add(12, "<!-- landfall preview shop -->\nIt is live", "github-actions[bot]");
    const { text, preview } = await answer(github, "preview", "remove", "12", "-y");
    expect(text).toContain("Remove the preview shop-pr-12: done on 127.0.0.1");
    expect(preview).toEqual({ state: "removed", url: undefined });
    expect(await server.services()).toEqual(["shop", "shop-pr-3", "shop-pr-4"]);
    expect((await readdir(server.at(".kamal"))).filter((name) => name.includes("pr-12"))).toEqual([]);
    expect(await server.calls()).not.toMatch(/service=shop( |$)|shop-pr-3|shop-pr-4/m);
    expect(deployments.all).toEqual([]);
    expect(comments.all).toMatchObject([{ on: 12, body: expect.stringContaining("~~ The preview was taken away") }]);
    expect(github.faults).toEqual([]);
  });

  it("shows what it would do, and does nothing", async () => {
    await using github = await aGithub();
    expect((await answer(github, "preview", "remove", "12", "--dry-run")).text).toContain("label=service=shop-pr-12");
    expect(await server.services()).toHaveLength(4);
    expect(github.requests).toEqual([]);
  });
});

describe("preview prune", () => {
  it("removes what is closed or too old, and puts to sleep what nobody asks for", async () => {
    await using github = await aGithubWith(pullRequest(12, "closed"), pullRequest(3, "open"), pullRequest(4, "open"));
    const { text } = await answer(github, "preview", "prune");
    expect(text.split("\n")).toEqual([
      "#12: remove, its pull request is closed",
      "#3: sleep, it was deployed 2 d ago, and sleeps unless it is in use",
      "#4: remove, it was deployed 8 d 8 h ago",
    ]);
    expect(await server.services()).toEqual(["shop", "shop-pr-3"]);
    expect(await server.calls()).toContain("ps --quiet --filter label=landfall.preview=shop-pr-3\n");
  });

  it("does nothing where nobody knows better", async () => {
    await using github = await aGithub();
    await server.run(aLine("01", "shop-pr-12", hour));
    expect((await answer(github, "preview", "prune")).text).toBe("There was nothing to do");
    expect(await server.services()).toEqual(["shop-pr-12"]);
  });
});
