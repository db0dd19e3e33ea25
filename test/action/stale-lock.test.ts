import { chmod, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { stringify } from "yaml";
import { decodeLock, encodeLock } from "../../src/core/host/lock.ts";
import { type Sshd, startSshd } from "../engine/sshd.ts";
import { type Github, startGithub } from "../github/server.ts";
import { jobToken } from "./job-environment.ts";
import { runPost, runStep, startMain } from "./runner.ts";
import { checkout } from "./workspace.ts";

vi.setConfig({ testTimeout: 30_000 });

const url = "https://github.com/acme/app/actions/runs/99";
const theirs = `Locked by: Ben at 2026-01-02T03:04:05Z\nVersion: 1a2b3c\nMessage: Automatic deploy lock\nRun URL: ${url}\nRun id: 99\nAttempt: 3\nToken: 0123456789abcdef`;
const byHand = theirs.replace("Automatic deploy lock", "Moving the database");

let server: Sshd;
let github: Github;
let project: Awaited<ReturnType<typeof checkout>>;

/** Commands start in its own directory, and find the Docker that stands there. */
const atHome = 'ForceCommand cd "$HOME" && export PATH="$HOME/bin:$PATH" && eval "$SSH_ORIGINAL_COMMAND"';

beforeAll(async () => {
  server = await startSshd({ config: [atHome] });
  const settings = { service: "shop", image: "acme/shop", servers: [server.host], registry: { server: "localhost:5000" } };
  const ssh = { user: server.user, port: server.port, config: false };
  project = await checkout({ "config/deploy.yml": stringify({ ...settings, builder: { arch: "amd64" }, ssh }) });
  await mkdir(at("bin"));
});
afterAll(async () => {
  await server.stop();
  await project[Symbol.asyncDispose]();
});

beforeEach(async () => {
  await docker("exit 0");
  const tokens = [{ text: jobToken, repository: "acme/app", permissions: { actions: "read" } }] as const;
  github = await startGithub({ tokens, repositories: [{ name: "acme/app" }] });
});
afterEach(async () => {
  await github[Symbol.asyncDispose]();
  await rm(at(".kamal"), { recursive: true, force: true });
});

const at = (file: string): string => join(server.directory, file);
const locks = async (): Promise<string[]> => (await readdir(at(".kamal"))).filter((name) => name.startsWith("lock"));
const holder = async (): Promise<string> => decodeLock(await readFile(at(".kamal/lock-shop/details"), "utf8"));
const giveBack = (): Promise<void> => rm(at(".kamal/lock-shop"), { recursive: true });

async function docker(script: string): Promise<void> {
  await writeFile(at("bin/docker"), `#!/bin/sh\n${script}\n`);
  await chmod(at("bin/docker"), 0o755);
}

async function lockWith(details: string): Promise<void> {
  await mkdir(at(".kamal/lock-shop"), { recursive: true });
  await writeFile(at(".kamal/lock-shop/details"), encodeLock(details));
}

const run99 = (status: string): void => void github.repository("acme/app").runs.push({ id: 99, attempt: 3, status });

const step = (inputs: Readonly<Record<string, string>> = {}, env: Readonly<Record<string, string>> = {}) => ({
  workspace: project.directory,
  env: { GITHUB_API_URL: github.url, ...env },
  with: {
    command: "prune images",
    "ssh-private-key": server.key.reveal(),
    "ssh-known-hosts": server.knownHosts,
    "lock-wait-interval": "1",
    ...inputs,
  },
});

it("takes over the lock of a run that is over, with a note, and gives it back", async () => {
  await lockWith(theirs);
  run99("completed");
  const { main, post } = await runStep(step());
  expect(main).toMatchObject({ exitCode: 0, annotations: [] });
  expect(main.log).toContain(`The deploy lock of ${url}, which is over, was taken over`);
  expect(post.log).toBe("");
  expect(await locks()).toEqual([]);
});

it("takes over the lock of an earlier step of its own job, and asks nobody whether the run still goes on", async () => {
  const own = "Run URL: https://github.com/acme/app/actions/runs/4711\nRun id: 4711\nAttempt: 2\nHost: GitHub Actions 7";
  await lockWith(`${theirs.split("\n").slice(0, 3).join("\n")}\n${own}\nStep: deploy\nToken: 0123456789abcdef`);
  const { main } = await runStep(step({ "lock-wait": "false" }));
  expect(main).toMatchObject({ exitCode: 0, annotations: [] });
  expect(main.log).toContain("The deploy lock of an earlier step of this job, which is over, was taken over");
  expect(github.requests).toEqual([]);
  expect(await locks()).toEqual([]);
});

it("does so even where locks are not waited for", async () => {
  await lockWith(theirs);
  run99("completed");
  expect((await runStep(step({ "lock-wait": "false" }))).main.exitCode).toBe(0);
});

it("waits for a live run, shows its address once and how long it waits, and goes on when the lock is given back", async () => {
  await lockWith(theirs);
  run99("in_progress");
  const running = await startMain(step());
  await running.logged("Wait for the deploy lock");
  expect(await holder()).toBe(theirs);
  await giveBack();
  const { exitCode, log } = await running.ended;
  expect({ exitCode, shown: log.split(url).length - 1 }).toEqual({ exitCode: 0, shown: 1 });
  expect(log).toContain("Waiting for it, 15 min at most");
  expect(log).toMatch(/Wait for the deploy lock, \d+ s at most/);
});

it("takes the lock over once the run that it waits for is killed", async () => {
  await lockWith(theirs);
  run99("in_progress");
  const running = await startMain(step());
  await running.logged("Wait for the deploy lock");
  run99("completed");
  const { exitCode, log } = await running.ended;
  expect(exitCode).toBe(0);
  expect(log).toContain(`The deploy lock of ${url}, which is over, was taken over`);
});

it("waits for a run that GitHub does not know until the time is over, and then says what to do", async () => {
  await lockWith(theirs);
  const { main } = await runStep(step({ "lock-timeout": "2" }));
  expect(main.exitCode).toBe(1);
  expect(main.log).toMatch(/The deploy lock is held, for \d+ s so far/);
  for (const text of ["Locked by: Ben at 2026-01-02T03:04:05Z", `Run URL: ${url}`, "This waited", "`landfall lock release`"])
    expect(main.log).toContain(text);
  expect(await holder()).toBe(theirs);
});

it("does not wait for a live run where it is not to", async () => {
  await lockWith(theirs);
  run99("in_progress");
  const { main } = await runStep(step({ "lock-wait": "false" }));
  expect(main.exitCode).toBe(1);
  expect(main.log).toContain("That run still goes on. --lock-wait waits for it");
});

it("leaves a lock that a person took from a job, although that job is over", async () => {
  await lockWith(byHand);
  run99("completed");
  const { main } = await runStep(step());
  expect(main.exitCode).toBe(1);
  expect(main.log).toContain("A person took it, so this does not wait for it");
  expect(await holder()).toBe(byHand);
  expect(github.requests).toEqual([]);
});

it("waits for the first of two that would take over at once", async () => {
  await lockWith(theirs);
  run99("completed");
  await docker("mkdir ~/busy || touch ~/overlap; sleep 0.2; rmdir ~/busy");
  const runs = [5001, 5002].map((id) => {
    github.repository("acme/app").runs.push({ id, attempt: 2, status: "in_progress" });
    return runStep(step({}, { GITHUB_RUN_ID: String(id) }));
  });
  const ended = await Promise.all(runs);
  expect(ended.map(({ main }) => main.exitCode)).toEqual([0, 0]);
  expect(ended.filter(({ main }) => main.log.includes("was taken over"))).toHaveLength(1);
  expect(await readdir(server.directory)).not.toContain("overlap");
  expect(await locks()).toEqual([]);
});

it("gives the lock that it took over back in the post step, where it is killed", async () => {
  await lockWith(theirs);
  run99("completed");
  await docker("touch ~/working; sleep 5");
  const asked = step();
  const running = await startMain(asked);
  await expect.poll(() => readdir(server.directory), { timeout: 5000 }).toContain("working");
  running.kill();
  const post = await runPost(asked, await running.ended);
  expect(post.log).toContain("The deploy lock was given back");
  expect(post.annotations).toMatchObject([{ level: "warning", title: "Ended midway" }]);
  expect(post.summary).toContain("landfall prune images");
  expect(await locks()).toEqual([]);
});

it("leaves the lock that it waits for to its holder, where it is killed", async () => {
  await lockWith(theirs);
  run99("in_progress");
  const asked = step();
  const running = await startMain(asked);
  await running.logged("Wait for the deploy lock");
  running.kill();
  expect(await runPost(asked, await running.ended)).toMatchObject({ exitCode: 0, log: "" });
  expect(await holder()).toBe(theirs);
});

it.each([
  ["completed", "Its run is over"],
  ["in_progress", "Its run still goes on"],
])("tells that the run of a lock is %s when it is asked for the lock", async (status, text) => {
  await lockWith(theirs);
  run99(status);
  const { main } = await runStep(step({ command: "lock status" }));
  expect(main.log).toContain(text);
  expect(main.log).toMatch(/Held for \d+ s/);
});
