import { mkdir, rm } from "node:fs/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Github } from "../github/server.ts";
import { aGithub, token } from "../github/support.ts";
import { aLine, startServer } from "../previews/server.ts";
import { runStep, type Step } from "./runner.ts";

vi.setConfig({ testTimeout: 30_000 });

let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());
beforeEach(() => server.run(aLine("0a", "shop"), aLine("02", "shop-pr-3", 60)));

const pushed = "c".repeat(40);
const eventOf = (action: string, from = "acme/app") => ({
  ...{ action, number: 12, repository: { full_name: "acme/app" } },
  pull_request: { head: { ref: "Fix/Cart", sha: pushed, repo: { full_name: from } }, labels: [] },
});

const aGithubHere = (): Promise<Github> =>
  aGithub({
    tokens: [token],
    repositories: [
      {
        ...{ name: "acme/app", commits: [pushed, server.project.commit] },
        pullRequests: [{ number: 12, state: "open", branch: "Fix/Cart", sha: pushed }],
      },
    ],
  });

const step = (github: Github, event: unknown, given: Step["with"] = {}): Step => ({
  ...{ workspace: server.project.directory, event, env: { GITHUB_API_URL: github.url, GITHUB_EVENT_NAME: "pull_request" } },
  with: {
    ...{ command: "preview", "ssh-private-key": server.sshd.key.reveal(), "ssh-known-hosts": server.sshd.knownHosts },
    ...given,
  },
});

describe("a job of a pull request", () => {
  it("deploys its preview, and says where it is: in outputs, in the summary, in a comment and as a deployment", async () => {
    await using github = await aGithubHere();
    const { main, post } = await runStep(step(github, eventOf("opened"), { "skip-push": "true" }));
    expect(main).toMatchObject({ exitCode: 0, annotations: [] });
    expect(main.outputs).toMatchObject({ "preview-state": "live", "preview-url": "http://pr-12.example.com" });
    expect(main.summary).toMatch(/\n\n### Previews[\s\S]*&#35;12<[\s\S]*&#35;3</u);
    const { comments, deployments } = github.repository("acme/app");
    expect(comments.all).toMatchObject([{ on: 12, body: expect.stringContaining("The preview is live") }]);
    expect(deployments.all).toMatchObject([
      {
        ...{ sha: pushed, environment: "preview", task: "landfall:shop-pr-12", transient_environment: true },
        statuses: [{ state: "success", environment_url: "http://pr-12.example.com" }, { state: "in_progress" }],
      },
    ]);
    expect(github.faults).toEqual([]);
    expect(post).toMatchObject({ exitCode: 0, log: "" });
  });

  it("has one deployment, however often it is pushed to, and none once it is closed", async () => {
    await using github = await aGithubHere();
    for (const action of ["opened", "synchronize"]) await runStep(step(github, eventOf(action), { "skip-push": "true" }));
    const { deployments } = github.repository("acme/app");
    expect(deployments.all).toHaveLength(1);
    const { main } = await runStep(step(github, eventOf("closed")));
    expect(main.outputs).toMatchObject({ "preview-state": "removed", "preview-url": "" });
    expect(deployments.all).toEqual([]);
    expect(await server.services()).toEqual(["shop", "shop-pr-3"]);
  });

  it("fails where nothing can be deployed, and says so in its outputs and at the pull request", async () => {
    await using github = await aGithubHere();
    const lock = server.at(".kamal/lock-shop-pr-12");
    await mkdir(lock, { recursive: true });
    const given = { "skip-push": "true", "lock-wait": "false" };
    const { main } = await runStep(step(github, eventOf("opened"), given)).finally(() => rm(lock, { recursive: true }));
    expect(main).toMatchObject({ exitCode: 1, outputs: { "preview-state": "failed", "preview-url": "" } });
    expect(github.repository("acme/app").comments.all).toMatchObject([{ body: expect.stringContaining("Nothing was deployed") }]);
  });

  it("succeeds for a fork, and does nothing", async () => {
    await using github = await aGithubHere();
    const { main } = await runStep(step(github, eventOf("opened", "eve/app"), { "ssh-private-key": "" }));
    expect(main).toMatchObject({ exitCode: 0, annotations: [], outputs: { "preview-state": "skipped", "preview-url": "" } });
    expect(main.log).toContain("A pull request from a fork gets no preview.");
    expect(await server.calls()).toBe("");
  });
});
