import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { brokenGateway } from "../github/answer.ts";
import type { Github, GithubFacts } from "../github/server.ts";
import { aGithub, token } from "../github/support.ts";
import { runPost, runStep, type Step, startMain } from "./runner.ts";
import { checkout, deployYml, savedFacts } from "./workspace.ts";

// Each of them starts the action, which is told how long it may wait for GitHub.
vi.setConfig({ testTimeout: 30_000 });

const secrets = JSON.stringify({ REGISTRY_PASSWORD: "registry-passw0rd" });
const runUrl = "https://github.com/acme/app/actions/runs/4711";

/** Nobody listens there, so a deploy fails as soon as it connects. */
const unreachable = `${deployYml.replace("192.0.2.1", "127.0.0.1\n  - 127.0.0.2")}ssh:\n  port: 1\n`;

/** As long as the action runs. */
const lasting = "while kill -0 $PPID; do sleep 0.1; done";
const hookFile = ".kamal/hooks/pre-connect";

/** A project whose deploy fails, unless a hook does something else before it connects. */
async function aProject({ hook, facts = {} }: { readonly hook?: string; readonly facts?: Partial<GithubFacts> } = {}) {
  const hooks = hook === undefined ? {} : { [hookFile]: `#!/bin/sh\n${hook}\n` };
  const project = await checkout({ "config/deploy.yml": unreachable, "facts.json": savedFacts, ...hooks });
  if (hook !== undefined) await chmod(join(project.directory, hookFile), 0o755);
  const github = await aGithub({ repositories: [{ name: "acme/app", commits: [project.commit] }], ...facts });
  const step = (given: Step["with"] = {}): Step => ({
    ...{ workspace: project.directory, env: { GITHUB_API_URL: github.url } },
    with: { command: "deploy --skip-push", environment: "production", secrets, "ssh-known-hosts": "# none", ...given },
  });
  const dispose = async (): Promise<void> => {
    await Promise.all([github[Symbol.asyncDispose](), project[Symbol.asyncDispose]()]);
  };
  return { project, github, step, deployments: github.repository("acme/app").deployments, [Symbol.asyncDispose]: dispose };
}

const askedOf = (github: Github): string[] =>
  github.requests
    .filter(({ path }) => path.includes("/deployments"))
    .map(({ method, path }) => `${method} ${path.replace(/\?.*/, "")}`);

it("shows a deploy that failed as a failed deployment, with the way to its log", async () => {
  await using given = await aProject();
  const { main, post } = await runStep(given.step());
  const { commit } = given.project;
  expect(main.exitCode).toBe(1);
  expect(given.deployments.all).toMatchObject([
    {
      ...{ sha: commit, environment: "production", description: `shop: deploy ${commit}`, transient_environment: false },
      payload: { service: "shop", version: commit, image: `acme/shop:${commit}`, verb: "deploy" },
      statuses: [
        {
          state: "failure",
          description: expect.stringContaining("Nothing that serves was changed"),
          log_url: `${runUrl}/attempts/2`,
        },
        { state: "in_progress", log_url: `${runUrl}/attempts/2` },
      ],
    },
  ]);
  expect(given.github.faults).toEqual([]);
  expect(post).toMatchObject({ exitCode: 0, log: "" });
});

it("shows one for each attempt of a run", async () => {
  await using given = await aProject();
  await runStep(given.step());
  await runStep(given.step());
  expect(given.deployments.all.map(({ statuses }) => statuses[0]?.state)).toEqual(["failure", "failure"]);
});

it("shows a rollback as one to the commit that is gone back to", async () => {
  await using given = await aProject({
    facts: { repositories: [{ name: "acme/app", commits: ["a".repeat(40), "b".repeat(40)] }] },
  });
  await runStep(given.step({ command: `rollback ${"a".repeat(40)}` }));
  expect(given.deployments.all).toMatchObject([{ sha: "a".repeat(40), payload: { verb: "rollback" } }]);
});

it("shows a version that is no commit at GitHub as one of the commit that the workflow runs for", async () => {
  await using given = await aProject();
  await runStep(given.step({ version: "f".repeat(40) }));
  await runStep(given.step({ version: "v1.2.3" }));
  expect(given.deployments.all).toMatchObject([
    { sha: given.project.commit, payload: { version: "v1.2.3" } },
    { sha: given.project.commit, payload: { version: "f".repeat(40) } },
  ]);
});

it("shows a deploy that was refused as a failed deployment", async () => {
  await using given = await aProject({ hook: "exit 1" });
  expect((await runStep(given.step())).main.exitCode).toBe(1);
  expect(given.deployments.all[0]?.statuses[0]).toMatchObject({
    state: "failure",
    description: expect.stringContaining("not deployed"),
  });
});

it("shows a cancelled deploy as one that went wrong", async () => {
  await using given = await aProject({ hook: lasting });
  const running = await startMain(given.step());
  await given.github.answered(/^POST .*\/statuses$/);
  running.cancel();
  const main = await running.ended;
  expect(given.deployments.all[0]?.statuses[0]).toMatchObject({
    state: "error",
    description: expect.stringContaining("Cancelled"),
  });
  expect((await runPost(given.step(), main)).log).toBe("");
});

it("settles the deployment of a step that was killed in the post step", async () => {
  await using given = await aProject({ hook: lasting });
  const running = await startMain(given.step());
  await given.github.answered(/^POST .*\/statuses$/);
  running.kill();
  const main = await running.ended;
  expect(given.deployments.all[0]?.statuses).toMatchObject([{ state: "in_progress" }]);
  const post = await runPost(given.step(), main);
  expect(post).toMatchObject({ exitCode: 0, annotations: [] });
  expect(given.deployments.all[0]?.statuses[0]).toMatchObject({ state: "error", log_url: `${runUrl}/attempts/2` });
});

it("tells in the post step what GitHub would not hear before", async () => {
  await using given = await aProject({ hook: lasting });
  const running = await startMain(given.step());
  await given.github.answered(/^POST .*\/statuses$/);
  given.github.always(brokenGateway);
  running.cancel();
  const main = await running.ended;
  given.github.always(undefined);
  await runPost(given.step(), main);
  expect(given.deployments.all[0]?.statuses[0]).toMatchObject({
    state: "error",
    description: expect.stringContaining("Cancelled"),
  });
});

it("says how it went without an address where GitHub does not take that", async () => {
  await using given = await aProject();
  given.deployments.create({
    ...{ ref: given.project.commit, environment: "production", auto_merge: false, required_contexts: [] },
  });
  const id = given.deployments.all[0]?.id;
  const held = { id, state: "success", description: "1a2b3c serves", environmentUrl: "javascript:alert(1)" };
  const post = await runPost(given.step(), { state: { deployment: JSON.stringify(held) } });
  expect(post.annotations).toEqual([]);
  expect(given.deployments.all[0]?.statuses).toMatchObject([{ state: "success", environment_url: "" }]);
});

it("tells in the post step of a preview's deployment where that is, though deploy.yml's app is said to be elsewhere", async () => {
  await using given = await aProject();
  const [ref, task, environmentUrl] = [given.project.commit, "landfall:shop-pr-12", "http://pr-12.example.com"];
  given.deployments.create({ ref, task, environment: "preview", auto_merge: false, required_contexts: [] });
  const held = { id: given.deployments.all[0]?.id, task, state: "success", description: "1a2b3c serves", environmentUrl };
  const step = given.step({ "environment-url": "https://shop.example.com" });
  const post = await runPost(step, { state: { deployment: JSON.stringify(held) } });
  expect(post.annotations).toEqual([]);
  expect(given.deployments.all[0]?.statuses).toMatchObject([{ state: "success", environment_url: environmentUrl }]);
});

it("has nothing to complain of in the post step where a preview's deployment has gone with the preview", async () => {
  await using given = await aProject();
  const held = { id: 4040, task: "landfall:shop-pr-12", state: "error", description: "The job was ended" };
  const post = await runPost(given.step(), { state: { deployment: JSON.stringify(held) } });
  expect(given.github.requests.some(({ path }) => path.endsWith("/deployments/4040/statuses"))).toBe(true);
  expect(post.annotations).toEqual([]);
});

it("leaves the deployment to GitHub where the job has an environment of its own", async () => {
  await using given = await aProject();
  const own = given.deployments.addOfJob(given.project.commit, "production", `${runUrl}/job/99`);
  const { main } = await runStep(given.step());
  expect(given.deployments.all).toEqual([own]);
  expect(own.statuses).toHaveLength(1);
  expect(main.annotations.filter(({ level }) => level === "warning")).toEqual([]);
});

it("is not kept from it by the environment of another run, or by another environment of this one", async () => {
  await using given = await aProject();
  given.deployments.addOfJob(given.project.commit, "production", "https://github.com/acme/app/actions/runs/471/job/98");
  given.deployments.addOfJob(given.project.commit, "staging", `${runUrl}/job/99`);
  await runStep(given.step());
  expect(given.deployments.all.map(({ environment }) => environment)).toEqual(["production", "staging", "production"]);
});

it("warns when the job may make no deployments, and deploys on", async () => {
  await using given = await aProject({ facts: { tokens: [{ ...token, permissions: { contents: "read" } }] } });
  const { main, post } = await runStep(given.step());
  const warnings = main.annotations.filter(({ level }) => level === "warning");
  expect(warnings.map(({ message }) => message)).toEqual([
    expect.stringContaining('The job needs "deployments: write" under permissions'),
  ]);
  expect(main.annotations.at(-1)?.message).toContain("The deploy failed");
  expect(post.log).toBe("");
});

it.each([
  ["cannot be reached", (given: { github: Github }) => given.github[Symbol.asyncDispose](), "ECONNREFUSED"],
  ["does not answer", (given: { github: Github }) => given.github.always("silence"), "it takes too long to answer"],
])("warns when GitHub %s, and ends", async (_, break_, reason) => {
  await using given = await aProject();
  await break_(given);
  const { main } = await runStep(given.step());
  const warnings = main.annotations.filter(({ level }) => level === "warning");
  expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining(reason)]);
  expect(main.log).toContain("The deploy failed");
});

it("warns where it has no token to show a deployment with", async () => {
  await using given = await aProject();
  const { main } = await runStep(given.step({ "github-token": "" }));
  expect(main.annotations[0]).toMatchObject({ level: "warning", message: expect.stringContaining("github-token is empty") });
  expect(given.github.requests).toEqual([]);
});

it.each([
  ["without an environment", { environment: "" }],
  ["for a dry run", { command: "deploy --skip-push --dry-run --facts facts.json" }],
  ["for a command that makes nothing live", { command: "app details" }],
  ["for a shard that is not the first", { shard: "2/2" }],
  ["for a deploy.yml with mistakes", { destination: "nowhere" }],
])("asks for no deployment %s", async (_, inputs) => {
  await using given = await aProject();
  await runStep(given.step(inputs));
  expect(askedOf(given.github)).toEqual([]);
});
