import { mkdir, rm, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import type { PullRequest } from "../github/repository.ts";
import { eventOf, open, pushed, usePreviews } from "./pull-request-job.ts";
import { runPost, runStep, startMain } from "./runner.ts";

const previews = await usePreviews();

describe("a job of a pull request", () => {
  it("deploys its preview, and says where it is: in outputs, in the summary, in a comment and as a deployment", async () => {
    await using github = await previews.github();
    const { main, post } = await runStep(previews.step(github, eventOf("opened")));
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
    await using github = await previews.github();
    const { deployments } = github.repository("acme/app");
    for (const action of ["opened", "synchronize", "reopened"] as const) {
      await previews.begin();
      const { main } = await runStep(previews.step(github, eventOf(action)));
      expect(main.outputs["preview-state"]).toBe("live");
      expect(deployments.all).toMatchObject([{ statuses: [{ state: "success" }, { state: "in_progress" }] }]);
    }
    const { main } = await runStep(previews.step(github, eventOf("closed", { merged: true })));
    expect(main.outputs).toMatchObject({ "preview-state": "removed", "preview-url": "" });
    expect(main.summary).toMatch(/### Previews[\s\S]*&#35;3</u);
    expect(main.summary).not.toContain("&#35;12<");
    expect(deployments.all).toEqual([]);
    expect(await previews.server.services()).toEqual(["shop", "shop-pr-3"]);
    expect(github.faults).toEqual([]);
  });

  it("fails where nothing can be deployed, and says so in its outputs and at the pull request", async () => {
    await using github = await previews.github();
    const lock = previews.server.at(".kamal/lock-shop-pr-12");
    await mkdir(lock, { recursive: true });
    const given = { "lock-wait": "false" };
    const { main } = await runStep(previews.step(github, eventOf("opened"), given)).finally(() => rm(lock, { recursive: true }));
    expect(main).toMatchObject({ exitCode: 1, outputs: { "preview-state": "failed", "preview-url": "" } });
    expect(github.repository("acme/app").comments.all).toMatchObject([{ body: expect.stringContaining("Nothing was deployed") }]);
  });

  it("tells the pull request that it was killed, which it could not do itself", async () => {
    await using github = await previews.github();
    const { comments, deployments } = github.repository("acme/app");
    const withBranch = previews.server.deployYml({ host: "pr-{number}-{branch}.example.com" });
    await using _ = await previews.server.changed({ "config/deploy.yml": withBranch });
    await writeFile(previews.server.at("slow"), "");
    const given = previews.step(github, eventOf("opened"));
    const running = await startMain(given);
    await github.answered(/^POST .*statuses/);
    await running.logged("Take the deploy lock");
    running.kill();
    const main = await running.ended.finally(() => rm(previews.server.at("slow")));
    expect(comments.all[0]?.body).toContain("on its way");
    await runPost(given, main);
    expect(comments.all).toMatchObject([
      { body: expect.stringMatching(/❌.*pr-12-fix-cart\.example\.com[\s\S]*This step was ended while it deployed/u) },
    ]);
    expect(deployments.all).toMatchObject([{ statuses: [{ state: "error" }, { state: "in_progress" }] }]);
  });

  it("fails where deploy.yml cannot be read, and its outputs say so", async () => {
    await using github = await previews.github();
    await using _ = await previews.server.changed({ "config/deploy.yml": "service: [" });
    const { main } = await runStep(previews.step(github, eventOf("synchronize")));
    expect(main).toMatchObject({ exitCode: 1, outputs: { "preview-state": "failed", "preview-url": "" } });
  });

  it("of an event that is of no pull request says what there is instead, and that no preview was meant", async () => {
    await using github = await previews.github();
    const { main } = await runStep(previews.step(github, { ref: "refs/heads/main" }, {}, { GITHUB_EVENT_NAME: "push" }));
    expect(main.exitCode).toBe(1);
    expect(main.annotations[0]?.message).toContain('The event push is of no pull request. "preview deploy 12" names one');
    expect(main.outputs).not.toHaveProperty("preview-state");
  });

  it("on pull_request_target deploys no base as if it were the branch", async () => {
    await using github = await previews.github();
    const { main } = await runStep(previews.step(github, eventOf("opened"), {}, { GITHUB_EVENT_NAME: "pull_request_target" }));
    expect(main).toMatchObject({ exitCode: 1, outputs: { "preview-state": "failed", "preview-url": "" } });
    expect(main.annotations[0]?.message).toMatch(/^What is checked out is the base of the pull request.* ref: \$\{\{ /);
    expect(await previews.server.calls()).toBe("");
  });

  it("by the clock removes previews of closed pull requests, and strikes their addresses through", async () => {
    const closed: PullRequest = { number: 3, state: "closed", branch: "Old", sha: pushed };
    await using github = await previews.github({ pullRequests: [open, closed] });
    const { comments } = github.repository("acme/app");
    comments.add(3, "<!-- landfall preview shop -->\nIt is live", "github-actions[bot]");
    const schedule = { schedule: "17 3 * * *", workflow: ".github/workflows/preview.yml" };
    const { main } = await runStep(previews.step(github, schedule, {}, { GITHUB_EVENT_NAME: "schedule" }));
    expect(main).toMatchObject({ exitCode: 0, annotations: [] });
    expect(main.log).toMatch(/#3: .*its pull request is closed/);
    expect(await previews.server.services()).toEqual(["shop"]);
    expect(comments.all).toMatchObject([{ on: 3, body: expect.stringMatching(/^~~.*~~ The preview was taken away$/m) }]);
  });
});

describe("a job of a pull request that means nothing here", () => {
  it("succeeds and touches nothing", async () => {
    await using github = await previews.github();
    const { main } = await runStep(previews.step(github, eventOf("labeled", { label: "bug", labels: ["bug"] })));
    expect(main).toMatchObject({ exitCode: 0, annotations: [], outputs: { "preview-state": "skipped", "preview-url": "" } });
    expect(main.log).toContain("The label means nothing for previews.");
    expect(main.summary).toContain("The label means nothing for previews.");
    expect(await previews.server.calls()).toBe("");
  });
});

describe("a job of a pull request that had to wait", () => {
  it.each([
    ["was closed", "closed", ["preview"]],
    ["lost its label", "open", ["bug"]],
  ] as const)("takes its preview away where it %s meanwhile", async (_, state, labels) => {
    await using github = await previews.github({ pullRequests: [{ ...open, number: 3, state, labels }] });
    await using _file = await previews.server.changed({ "config/deploy.yml": previews.server.deployYml({ label: "preview" }) });
    const event = eventOf("labeled", { number: 3, label: "preview", labels: ["preview"] });
    const { main } = await runStep(previews.step(github, event));
    expect(main).toMatchObject({ exitCode: 0, annotations: [], outputs: { "preview-state": "removed", "preview-url": "" } });
    expect(await previews.server.services()).toEqual(["shop"]);
  });
});
