import { readdir, rm, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { hasFailed } from "../../src/core/report/report.ts";
import type { Request } from "../../src/use-cases/request.ts";
import { answerTo, reportOf } from "../cli/in-process.ts";
import { pullRequestEvent } from "../github/pull-request-event.ts";
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
    payload: pullRequestEvent({ action: "opened", sha: head, branch: "Fix" }),
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

  it("ends as a removal where the pull request is closed by then", async () => {
    await using github = await aGithubWith(pullRequest(12, "closed"));
    const { preview } = await answerTo({ ...jobOf(github), event: opened }, "preview", "--skip-push", "--version", "v1");
    expect(preview?.state).toBe("removed");
    expect(await server.services()).toEqual(["shop", "shop-pr-3", "shop-pr-4"]);
  });

  it("ends as a removal where the pull request is closed while it waits for the lock", async () => {
    await using github = await aGithubWith(pullRequest(12, "open"));
    await using lock = await server.held("Locked by: Ann at 2026-01-01T00:00:00Z\nMessage: Automatic deploy lock");
    const waiting = ["--lock-wait", "--lock-wait-interval", "1"];
    const ended = answerTo({ ...jobOf(github), event: opened }, "preview", "--skip-push", "--version", "v1", ...waiting);
    const { pullRequests, comments } = github.repository("acme/app");
    await vi.waitUntil(() => comments.all.length > 0, { timeout: 20_000 });
    pullRequests.splice(0, 1, pullRequest(12, "closed"));
    await lock[Symbol.asyncDispose]();
    expect(await ended).toMatchObject({ preview: { state: "removed" } });
    expect(await server.services()).toEqual(["shop", "shop-pr-3", "shop-pr-4"]);
    expect(await server.calls()).not.toContain("run --detach");
    expect(comments.all).toMatchObject([{ body: expect.stringContaining("The preview was taken away") }]);
    expect(await readdir(server.at(".kamal"))).not.toContain("lock-shop-pr-12");
  });

  it("tells what went wrong, and what serves", async () => {
    await using github = await aGithub();
    await writeFile(server.at("broken"), "");
    await reportOf(jobOf(github), ...words).finally(() => rm(server.at("broken")));
    const [comment] = github.repository("acme/app").comments.all;
    expect(comment?.body).toContain("❌ The preview's deploy did not succeed");
    expect(comment?.body).toContain("There is no container shop-pr-12-web-v1 to send traffic to");
  });

  it("tells why it was refused, and no secret", async () => {
    await using github = await aGithub();
    await server.run(aLine("0a", "shop"));
    await using _ = await server.held("Locked by: Ann of passw0rd at 2026-01-01T00:00:00Z");
    await expect(reportOf(jobOf(github), ...words)).rejects.toThrow("lock");
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
    expect([...server.registry.images.keys()]).toEqual(["acme/shop:latest", "acme/shop:landfall-pr-3-abc"]);
    expect(deployments.all).toEqual([]);
    expect(comments.all).toMatchObject([{ on: 12, body: expect.stringContaining("~~ The preview was taken away") }]);
    expect(github.faults).toEqual([]);
  });

  it("says so where there was nothing to take away", async () => {
    await using github = await aGithub();
    const { text, preview } = await answer(github, "preview", "remove", "999", "-y");
    expect(text).toBe("There was nothing of the preview shop-pr-999");
    expect(preview?.state).toBe("removed");
    expect(github.repository("acme/app").comments.all).toEqual([]);
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
    const { comments } = github.repository("acme/app");
    comments.add(3, "<!-- landfall preview shop -->\nIt is live", "github-actions[bot]");
    const { text } = await answer(github, "preview", "prune");
    expect(text.split("\n")).toEqual([
      "#12: removed: its pull request is closed",
      "#3: put to sleep: nobody has asked for it in 1 d",
      "#4: removed: it was deployed 8 d 8 h ago",
    ]);
    expect(await server.services()).toEqual(["shop", "shop-pr-3"]);
    expect(comments.all).toMatchObject([{ on: 3, body: expect.stringContaining("💤 The preview sleeps") }]);
    expect(await server.calls()).toContain("ps --quiet --filter label=landfall.preview=shop-pr-3\n");
  });

  it("leaves a preview to whoever holds its lock, and what is in use alone", async () => {
    await using github = await aGithubWith(pullRequest(12, "closed"), pullRequest(4, "open"));
    await server.run(aLine("01", "shop-pr-12", hour), aLine("03", "shop-pr-4", 48 * hour));
    await writeFile(server.at("log"), '{"host":"pr-4.example.com:80"}\n');
    await using _ = await server.held("Locked by: Ann\nMessage: Automatic deploy lock");
    const { text } = await answer(github, "preview", "prune");
    expect(text.split("\n")).toEqual([
      "#12: left as it is: somebody else holds its deploy lock",
      "#4: left as it is: somebody has asked for it in the last 1 d",
    ]);
    expect(await server.services()).toEqual(["shop-pr-12", "shop-pr-4"]);
  });

  it("leaves alone what was deployed meanwhile, and what was opened again", async () => {
    const pulls = [12, 4].map((number) => pullRequest(number, "closed"));
    await using github = await aGithubWith(...pulls);
    await server.run(aLine("01", "shop-pr-12", hour), aLine("03", "shop-pr-4", 2 * hour));
    await using lock = await server.held("Locked by: Ann at 2026-01-01T00:00:00Z\nMessage: Automatic deploy lock");
    const notes: string[] = [];
    const place = { ...jobOf(github), note: (said: string) => void notes.push(said) };
    const pruned = answerTo(place, "preview", "prune", "--lock-wait", "--lock-wait-interval", "1");
    await vi.waitUntil(() => notes.some((said) => said.includes("Ann")), { timeout: 20_000 });
    await server.run(aLine("01", "shop-pr-12"), aLine("03", "shop-pr-4", 2 * hour));
    github.repository("acme/app").pullRequests.splice(0, 2, pullRequest(12, "open"), pullRequest(4, "open"));
    await lock[Symbol.asyncDispose]();
    expect((await pruned).text.split("\n")).toEqual([
      "#12: left as it is: it was deployed meanwhile",
      "#4: left as it is: GitHub does not say any more that its pull request is closed",
    ]);
    expect(await server.services()).toEqual(["shop-pr-12", "shop-pr-4"]);
  });

  it.each([["prune"], []])("shows what is due with --dry-run, and does nothing: preview %s", async (...words) => {
    await using github = await aGithubWith(pullRequest(12, "closed"), pullRequest(3, "open"), pullRequest(4, "open"));
    const event = { name: "schedule", payload: {}, environment: "preview" };
    const { text } = await answerTo({ ...jobOf(github), event }, "preview", ...words, "--dry-run");
    expect(text.split("\n")).toEqual([
      "#12: to be removed: its pull request is closed",
      "#3: to be put to sleep: nobody has asked for it in 1 d",
      "#4: to be removed: it was deployed 8 d 8 h ago",
    ]);
    expect(await server.services()).toHaveLength(4);
    expect(github.repository("acme/app").comments.all).toEqual([]);
  });

  it.each([["prune"], []])("strikes the address through that has the branch in it: preview %s", async (...words) => {
    await using github = await aGithubWith(pullRequest(12, "closed"));
    const payload = pullRequestEvent({ action: "closed", sha: head, branch: "b" });
    const event = { name: "pull_request", environment: "preview", payload };
    await using _ = await server.changed({ "config/deploy.yml": server.deployYml({ host: "pr-{number}-{branch}.example.com" }) });
    const { comments } = github.repository("acme/app");
    comments.add(12, "<!-- landfall preview shop -->\nIt is live", "github-actions[bot]");
    await answerTo({ ...jobOf(github), event }, "preview", ...words);
    expect(comments.all[0]?.body).toMatch(/~~.*pr-12-b\.example\.com.*~~ The preview was taken away/);
  });

  it("tells once what the registry has to say of each", async () => {
    await using github = await aGithubWith(pullRequest(12, "closed"), pullRequest(4, "closed"));
    const notes: string[] = [];
    server.registry.breakAt(/tags\/list/, 403);
    const { text } = await answerTo({ ...jobOf(github), note: (said) => void notes.push(said) }, "preview", "prune");
    server.registry.mend();
    expect(text).toMatch(/#12: removed[\s\S]*#4: removed/);
    expect(notes.filter((said) => said.includes("does not list its tags to u"))).toHaveLength(1);
  });

  it("does nothing where nobody knows better", async () => {
    await using github = await aGithub();
    await server.run(aLine("01", "shop-pr-12", hour));
    expect((await answer(github, "preview", "prune")).text).toBe("There was nothing to do");
    expect(await server.services()).toEqual(["shop-pr-12"]);
  });
});
