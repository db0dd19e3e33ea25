import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { stringify } from "yaml";
import { encodeLock } from "../../src/core/host/lock.ts";
import { type Sshd, startSshd } from "../engine/sshd.ts";
import { runPost, runStep } from "./runner.ts";
import { checkout } from "./workspace.ts";

vi.setConfig({ testTimeout: 30_000 });

const ours = "Locked by: Ann at 2026-01-02T03:04:05Z\nVersion: 1a2b3c\nMessage: Automatic deploy lock\nToken: 0123456789abcdef";
const theirs = ours.replace("0123456789abcdef", "fedcba9876543210");

let server: Sshd;

/** Commands start in its own directory instead of the home of whoever runs the test. */
const atHome = 'ForceCommand cd "$HOME" && eval "$SSH_ORIGINAL_COMMAND"';

beforeAll(async () => {
  server = await startSshd({ config: [atHome] });
});
afterAll(() => server.stop());

beforeEach(() => mkdir(join(server.directory, ".kamal"), { recursive: true }));

const deployYml = (): string =>
  stringify({
    ...{ service: "shop", image: "acme/shop", servers: [server.host], registry: { server: "localhost:5000" } },
    ...{ builder: { arch: "amd64" }, ssh: { user: server.user, port: server.port, config: false } },
  });

const inputs = () => ({ "ssh-private-key": server.key.reveal(), "ssh-known-hosts": server.knownHosts });

const locks = async (): Promise<string[]> =>
  (await readdir(join(server.directory, ".kamal"))).filter((name) => name.startsWith("lock"));

async function lockWith(details: string): Promise<void> {
  await mkdir(join(server.directory, ".kamal/lock-shop"), { recursive: true });
  await writeFile(join(server.directory, ".kamal/lock-shop/details"), encodeLock(details));
}

const killedWith = (more: object) => ({
  state: { lock: JSON.stringify({ configFile: "config/deploy.yml", details: ours, ...more }) },
});
const killed = killedWith({});

it("gives the lock of a killed run back in the post step", async () => {
  await using project = await checkout({ "config/deploy.yml": deployYml() });
  await lockWith(ours);
  const post = await runPost({ workspace: project.directory, with: inputs() }, killed);
  expect(post).toMatchObject({ exitCode: 0, annotations: [{ level: "warning", title: "Ended midway" }] });
  expect(post.log).toContain("The deploy lock was given back");
  expect(await locks()).toEqual([]);
});

it("says on the page of a killed run which versions it was about, and how to go on", async () => {
  await using project = await checkout({ "config/deploy.yml": deployYml() });
  await lockWith(ours);
  const change = { version: "1a2b3c", previous: "0f9e8d" };
  const post = await runPost({ workspace: project.directory, with: inputs() }, killedWith({ change }));
  for (const told of [post.annotations[0]?.message ?? "", post.summary])
    for (const text of ["deployed 1a2b3c", "0f9e8d served before", "The deploy lock was given back.", "landfall rollback 0f9e8d"])
      expect(told).toContain(text);
});

it("adds nothing to what a run that came to its end has said itself, although its lock was left", async () => {
  await using project = await checkout({ "config/deploy.yml": deployYml() });
  await lockWith(ours);
  const post = await runPost({ workspace: project.directory, with: inputs() }, { state: { ...killed.state, told: "true" } });
  expect(post).toMatchObject({ exitCode: 0, annotations: [], summary: "" });
  expect(await locks()).toEqual([]);
});

it("shows its commands in the post step only where the log is to show all", async () => {
  await using project = await checkout({ "config/deploy.yml": deployYml() });
  const commandIn = async (given: Readonly<Record<string, string>>): Promise<boolean> => {
    await lockWith(ours);
    const { log } = await runPost({ workspace: project.directory, with: { ...inputs(), ...given } }, killed);
    return log.includes(`${server.host.padEnd(16)} $ `);
  };
  expect(await commandIn({})).toBe(false);
  expect(await commandIn({ "log-level": "verbose" })).toBe(true);
});

it("gives it back on the server that the killed run chose", async () => {
  const elsewhere = deployYml().replace(`- ${server.host}`, `- 192.0.2.1\n  - ${server.host}`);
  await using project = await checkout({ "config/deploy.yml": elsewhere });
  await lockWith(ours);
  const chosen = { configFile: "config/deploy.yml", hosts: server.host, details: ours };
  const post = await runPost({ workspace: project.directory, with: inputs() }, { state: { lock: JSON.stringify(chosen) } });
  expect(post.exitCode).toBe(0);
  expect(await locks()).toEqual([]);
});

it("leaves a lock that somebody else has taken since", async () => {
  await using project = await checkout({ "config/deploy.yml": deployYml() });
  await lockWith(theirs);
  const post = await runPost({ workspace: project.directory, with: inputs() }, killed);
  expect(post.exitCode).toBe(0);
  expect(post.log).toContain("The lock is not this run's; it stays");
  expect(await locks()).toEqual(["lock-shop"]);
});

it("says how to release the lock when the server cannot be asked", async () => {
  await using project = await checkout({ "config/deploy.yml": deployYml() });
  const post = await runPost({ workspace: project.directory, with: { ...inputs(), "ssh-known-hosts": "# none" } }, killed);
  expect(post.exitCode).toBe(1);
  expect(post.annotations[0]?.message).toContain('"landfall lock release" gives it back');
  expect(post.annotations[0]?.message).toContain(server.host);
});

it("keeps a lock that was taken on purpose, and asks no server after a run that ended by itself", async () => {
  await using project = await checkout({ "config/deploy.yml": deployYml() });
  await rm(join(server.directory, ".kamal/lock-shop"), { recursive: true, force: true });
  const step = { workspace: project.directory, with: { ...inputs(), command: "lock acquire -m 'Moving the database'" } };
  const { main, post } = await runStep(step);
  expect(main.log).toContain("Acquired the deploy lock");
  expect(post.log).toBe("");
  expect(await locks()).toEqual(["lock-shop"]);
  const { main: again } = await runStep(step);
  expect(again.exitCode).toBe(1);
  expect(again.log).toContain("`landfall lock release` gives it back, whoever took it");
  const { main: status } = await runStep({ ...step, with: { ...inputs(), command: "lock status" } });
  expect(status.log).toContain("Message: Moving the database");
  expect(status.summary).toContain("Message&#58; Moving the database");
});

it("does not let what a server says give orders to the runner", async () => {
  await using project = await checkout({ "config/deploy.yml": deployYml() });
  await lockWith("Locked by: Eve\n::error::made up\n ::add-mask::Eve\n##[group]hidden\n\u001b[2J</pre><h1>Free</h1>");
  const { main } = await runStep({ workspace: project.directory, with: { ...inputs(), command: "lock status" } });
  expect(main).toMatchObject({ exitCode: 0, annotations: [] });
  expect(main.masks).not.toContain("Eve");
  expect(main.log).toContain(": :error::made up");
  expect(main.log).toContain("## [group]hidden");
  expect(main.summary).not.toContain("<h1>");
});
