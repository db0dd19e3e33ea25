import { existsSync } from "node:fs";
import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { encodeLock } from "../../src/core/host/lock.ts";
import { type Running, runPost, runStep, startMain } from "../action/runner.ts";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { answerOf } from "./answer.ts";
import { anotherApp, createProject, type Project, type Settings } from "./project.ts";
import { hasReached, slowDown, speedUp } from "./slow-docker.ts";
import { until } from "./until.ts";

/** A moment of a deploy at which its job is cancelled. */
interface Moment {
  readonly settings?: () => Settings;
  /** What somebody else's lock says. */
  readonly lock?: string;
  /** What makes the moment long enough. */
  readonly before?: () => Promise<unknown>;
  /** Resolves when the moment has come. */
  readonly come: (running: Running, version: string) => Promise<unknown>;
  readonly serves: "old" | "new";
  /** How much more patient than GitHub its runner is: a machine that does much at once takes longer to clean up. */
  readonly scale?: number;
}

const builder = { arch: "amd64", driver: "docker" };
const kamals = "Locked by: Ben at 2026-01-01T00:00:00Z\nVersion: 123\nMessage: Automatic deploy lock";

describe("a job that is cancelled", () => {
  let lab: Lab;
  let project: Project;
  let live: string;

  beforeAll(async () => {
    const [started, tag] = await Promise.all([startLab({ name: "cancel", servers: 2, registry: true }), buildKamalProxyImage()]);
    lab = started;
    await Promise.all(lab.servers.map((server) => server.addImage(tag)));
    project = await createProject(lab, { settings: { ssh: { config: false }, retain_containers: 1 } });
    await mkdir(join(project.directory, ".kamal/hooks"), { recursive: true });
    for (const note of ["zero", "one", "two"]) await deploy(note);
  });

  beforeEach(async () => {
    await project.configure({});
    await lab.server(0).exec("rm -rf .kamal/lock-sample");
  });

  afterEach(() => makeUsual());

  afterAll(() => lab.down());

  const moments: Readonly<Record<string, Moment>> = {
    "while it looks at the servers": { ...slowOn(1, "ps*"), serves: "old" },
    "while it builds": {
      before: () => writeFile(join(project.directory, "Dockerfile.slow"), "ARG BASE\nFROM ${BASE}\nRUN sleep 30\n"),
      settings: () => ({ builder: { ...builder, args: { BASE: lab.appBase }, dockerfile: "Dockerfile.slow" } }),
      come: (running) => running.logged("sleep 30"),
      serves: "old",
    },
    "while it waits for the lock": {
      lock: kamals,
      come: (running) => running.logged("Waiting for it"),
      serves: "old",
    },
    "while a server pulls": { ...slowOn(1, "pull*"), serves: "old" },
    "while a hook runs that does not want to end": {
      before: () => hook(`trap '' TERM; touch ${hookRuns()}; while :; do sleep 1; done`),
      come: () => until(async () => existsSync(hookRuns())),
      serves: "old",
    },
    "while a container starts": {
      settings: () => ({ env: { clear: { START_DELAY_MS: 25_000 }, secret: ["API_KEY"] } }),
      come: (_, version) => until(() => isRunning(version)),
      serves: "old",
    },
    "while the proxy asks whether a container is healthy": {
      settings: () => ({ deploy_timeout: 25, env: { clear: { UNHEALTHY: "1" }, secret: ["API_KEY"] } }),
      come: (_, version) => until(() => isAsked(version)),
      serves: "old",
    },
    "between two groups of hosts": {
      settings: () => ({ boot: { limit: 1, wait: 25 } }),
      come: (_, version) => until(() => firstServes(version)),
      serves: "old",
    },
    "when the first host serves the new version": {
      ...slowOn(1, "run*"),
      come: (_, version) => until(() => firstServes(version)),
      serves: "old",
    },
    "while requests to the old version end": {
      settings: () => ({ env: { clear: { START_DELAY_MS: 4000 }, secret: ["API_KEY"] } }),
      come: async (_, version) => {
        await until(() => isRunning(version));
        void answerOf(`${lab.server(0).url}/slow?ms=20000`).catch(() => {});
        await until(() => firstServes(version));
      },
      serves: "old",
    },
    "while the old version is stopped": { ...slowOn(0, "stop*"), serves: "new" },
    "while it prunes": { ...slowOn(1, "rm*"), serves: "new" },
  };

  it.each(Object.entries(moments))("%s leaves one version everywhere, no lock and nothing half done", async (name, moment) => {
    const { main, version, before } = await cancelled(name, moment);
    live = moment.serves === "old" ? before : version;
    expect(await answers()).toEqual([live, live]);
    expect(main.exitCode).toBe(1);
    expect(main.log).toContain("Cancelled");
    expect(await runPost(step(), main)).toMatchObject({ exitCode: 0, log: "" });
    expect(await details()).toBe(moment.lock ?? "");
    if (live !== version) expect(await isRunning(version)).toBe(false);
    await expectNextToWork(name);
  });

  it("and killed, because an app takes its time to stop, leaves the same once the post step has run", async () => {
    const hosts = lab.servers.map(({ address }) => address);
    const settings = () => ({ servers: { web: { hosts }, worker: { hosts: hosts.slice(0, 1), cmd: "sleep 600" } } });
    const come = (_: Running, version: string): Promise<void> => until(() => isRunning(version, "worker"));
    const { main, version, before } = await cancelled("stubborn", { settings, come, serves: "old", scale: 1 });
    expect(main.exitCode).toBe(137);
    expect(await details()).toContain("Run id: 4711");
    expect((await runPost(step(), main)).log).toContain("The deploy lock was given back");
    expect(await details()).toBe("");
    expect(await answers()).toEqual([before, before]);
    await until(async () => !(await isRunning(version)) && !(await isRunning(version, "worker")));
    await expectNextToWork("stubborn");
  });

  it("by force, while it waits for the lock, leaves that to whoever holds it", async () => {
    await holdLock(kamals);
    await project.commit({ "note.txt": "killed while it waits" });
    const running = await startMain(step());
    await running.logged("Waiting for it");
    running.kill();
    expect(await runPost(step(), await running.ended)).toMatchObject({ exitCode: 0, annotations: [] });
    expect(await details()).toBe(kamals);
    await expectNextToWork("killed");
  });

  async function cancelled(name: string, { settings = () => ({}), lock, before: prepare, come, scale = 3 }: Moment) {
    const before = live;
    await project.configure(settings());
    if (lock !== undefined) await holdLock(lock);
    await prepare?.();
    const version = await project.commit(await anotherApp(name));
    const running = await startMain(step());
    const tooEarly = running.ended.then(({ log }) => Promise.reject(new Error(log)));
    await Promise.race([come(running, version), tooEarly]).catch((error) => {
      running.kill();
      throw error;
    });
    running.cancel({ scale });
    const main = await running.ended;
    await makeUsual();
    return { main, version, before };
  }

  async function makeUsual(): Promise<void> {
    for (const server of lab.servers) await speedUp(server);
    await rm(join(project.directory, ".kamal/hooks/pre-deploy"), { force: true });
  }

  async function expectNextToWork(name: string): Promise<void> {
    await lab.server(0).exec("rm -rf .kamal/lock-sample");
    await project.configure({});
    await deploy(`after ${name}`);
    for (const server of lab.servers)
      expect(await server.exec("docker ps --filter label=service=sample --filter label=role=web --format {{.Names}}")).toBe(
        `sample-web-${live}`,
      );
  }

  async function deploy(note: string): Promise<void> {
    live = await project.commit(await anotherApp(note));
    const { main } = await runStep(step());
    expect({ exitCode: main.exitCode, log: main.exitCode === 0 ? "" : main.log }).toEqual({ exitCode: 0, log: "" });
    expect(await answers()).toEqual([live, live]);
  }

  function slowOn(index: number, pattern: string): Pick<Moment, "before" | "come"> {
    const server = () => lab.server(index);
    return { before: () => slowDown(server(), pattern), come: () => until(() => hasReached(server())) };
  }

  const hookRuns = (): string => join(lab.folder, "hook-runs");

  async function hook(script: string): Promise<void> {
    const path = join(project.directory, ".kamal/hooks/pre-deploy");
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
  }

  const holdLock = (text: string): Promise<string> =>
    lab.server(0).exec(`mkdir .kamal/lock-sample; printf %s '${encodeLock(text)}' > .kamal/lock-sample/details`);
  const details = (): Promise<string> => lab.server(0).exec("base64 -d .kamal/lock-sample/details 2>/dev/null || true");

  const answers = (): Promise<string[]> => Promise.all(lab.servers.map(({ url }) => answerOf(url)));
  const firstServes = async (version: string): Promise<boolean> => (await answers())[0] === version;

  const isRunning = async (version: string, role = "web"): Promise<boolean> => {
    const ask = `docker ps --quiet --filter name=sample-${role}-${version}`;
    return (await Promise.all(lab.servers.map((server) => server.exec(ask)))).some((ids) => ids !== "");
  };

  const isAsked = async (version: string): Promise<boolean> =>
    (await lab.server(0).exec(`docker logs sample-web-${version} 2>&1 || true`)).includes("GET /up");

  const step = () => ({
    workspace: project.directory,
    env: { PATH: project.env.PATH ?? "", TMPDIR: lab.folder },
    with: {
      command: "deploy --lock-wait",
      "ssh-private-key": lab.sshKey.privateKey,
      "ssh-known-hosts": lab.knownHosts,
      secrets: JSON.stringify({ REGISTRY_PASSWORD: lab.registry.password, API_KEY: "from-the-repository" }),
    },
  });
});
