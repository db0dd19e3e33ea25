import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { stringify } from "yaml";
import { decodeLock, encodeLock } from "../../src/core/host/lock.ts";
import { lastUnderLock, locked, lockedOpening, planLockBeat } from "../../src/core/plan/locked.ts";
import type { Outcome, Plan, RemoteStep, Step } from "../../src/core/plan/plan.ts";
import type { Release } from "../../src/core/plan/release.ts";
import { idsOf, onHost } from "../../src/core/plan/step.ts";
import { failures } from "../../src/core/report/failures.ts";
import { type Shell, sh } from "../../src/core/shell/sh.ts";
import { Engine } from "../../src/use-cases/engine.ts";
import { keepingLock } from "../../src/use-cases/lock-keeper.ts";
import { errandRelease, loadProject } from "../../src/use-cases/project.ts";
import type { Request } from "../../src/use-cases/request.ts";
import { deaf } from "../../src/use-cases/watcher.ts";
import { checkout } from "../action/workspace.ts";
import { requestIn } from "../cli/in-process.ts";
import { type Sshd, startSshd } from "../engine/sshd.ts";
import { isAlive } from "../processes.ts";
import { endings } from "../support.ts";

vi.setConfig({ testTimeout: 60_000 });

const others = "Locked by: Ben at 2026-01-02T03:04:05Z\nVersion: 1a2b3c\nMessage: Automatic deploy lock\nToken: 0123";
const atHome = 'ForceCommand cd "$HOME" && eval "$SSH_ORIGINAL_COMMAND"';

/** A server that allows one session on a connection, as the strictest do. */
describe("a run that holds the deploy lock", () => {
  let server: Sshd;
  let project: Awaited<ReturnType<typeof checkout>>;
  let engine: Engine;
  let release: Release;
  const at = (file: string): string => join(server.directory, file);
  const details = async (): Promise<string> => decodeLock(await readFile(at(".kamal/lock-shop/details"), "utf8"));

  beforeAll(async () => {
    server = await startSshd({ config: ["MaxSessions 1", atHome] });
    const { host, user, port } = server;
    const app = { service: "shop", image: "acme/shop", servers: [host], builder: { arch: "amd64" } };
    const registry = { server: "r.x", username: "u", password: ["TOKEN"] };
    project = await checkout({ "config/deploy.yml": stringify({ ...app, registry, ssh: { user, port, config: false } }) });
  });
  afterAll(() => Promise.all([server.stop(), project[Symbol.asyncDispose]()]));
  beforeEach(async () => {
    await rm(at("files"), { recursive: true, force: true });
    await rm(at(".kamal"), { recursive: true, force: true });
    await mkdir(at("files"));
    const ssh: Request["ssh"] = {
      ...{ keys: [server.key], passphrase: undefined, knownHosts: server.knownHosts },
      ...{ fingerprints: [], hostKeys: "strict" },
    };
    const request = { ...requestIn(project.directory, { configFile: "config/deploy.yml" }), ssh };
    const call = { request, watcher: deaf, cancel: new AbortController().signal };
    const loaded = await loadProject(call);
    engine = await Engine.start(loaded, call);
    release = errandRelease(loaded, request, { command: "app" });
  });
  afterEach(async () => {
    vi.useRealTimers();
    await engine.close();
  });

  const step = (deed: string, run: Shell, ...needs: readonly Step[]): RemoteStep =>
    onHost(server.host, deed, "act", deed, run, idsOf(needs));
  const touch = (name: string): Shell => sh`touch ${`files/${name}`}`;
  const work = (): Plan => {
    const waiting = step("wait", sh`echo $$ > files/pid; touch files/begun; until [ -e files/go ]; do sleep 0.1; done`);
    const clean = { ...step("clean", touch("cleaned")), cleansUp: { after: [waiting.id] } };
    return { title: "Work", steps: [waiting, step("next", touch("next"), waiting), clean] };
  };
  const begun = (): Promise<void> => expect.poll(() => existsSync(at("files/begun")), { timeout: 30_000 }).toBe(true);
  const made = (): Promise<string[]> => readdir(at("files"));
  const givenToAnother = (): Promise<void> => writeFile(at(".kamal/lock-shop/details"), encodeLock(others));
  /** The machine has slept: its clock has gone on, and nothing else has. */
  const sleep = (): void => {
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime(Date.now() + 600_000);
  };
  const working = (during: () => Promise<unknown>): Promise<readonly Outcome[]> =>
    keepingLock(release, engine, async () => {
      const running = engine.run(locked(release, work(), undefined));
      await during();
      return { outcomes: await running };
    }).then(({ outcomes }) => outcomes);

  it("shows that it lives while a long step has the only session", async () => {
    const outcomes = await working(async () => {
      await begun();
      await utimes(at(".kamal/lock-shop/heartbeat"), 0, 0);
      expect(endings(await engine.runApart(planLockBeat(release)))).toEqual([expect.stringMatching(/^beat .*: succeeded$/)]);
      expect((await stat(at(".kamal/lock-shop/heartbeat"))).mtimeMs).toBeGreaterThan(0);
      await writeFile(at("files/go"), "");
    });
    expect(outcomes.every(({ status }) => status === "succeeded")).toBe(true);
  });

  it("goes on where it has slept, and the lock is still its own", async () => {
    const outcomes = await working(async () => {
      await begun();
      sleep();
      await writeFile(at("files/go"), "");
    });
    expect(outcomes.every(({ status }) => status === "succeeded")).toBe(true);
    expect(await made()).toEqual(expect.arrayContaining(["cleaned", "next"]));
  });

  it("stops where it has slept and the lock is another's, undoes nothing, and says why", async () => {
    const outcomes = await working(async () => {
      await begun();
      await givenToAnother();
      sleep();
    });
    const [pid] = (await readFile(at("files/pid"), "utf8")).split("\n");
    expect(isAlive(Number(pid))).toBe(false);
    expect(await made()).not.toContain("next");
    expect(await details()).toBe(others);
    expect(endings(outcomes)).toEqual([
      ...["lock: succeeded", `wait ${server.host}: interrupted`, `next ${server.host}: skipped`],
      ...[`clean ${server.host}: skipped`, "unlock: skipped", `beat ${server.host}: failed`],
    ]);
    expect(failures(outcomes)).toEqual([
      expect.objectContaining({ host: server.host, reason: expect.stringContaining("Locked by: Ben") }),
    ]);
  });

  it("begins nothing when it wakes up before it knows, cleaning up included", async () => {
    const outcomes = await keepingLock(release, engine, async () => {
      const taken = await engine.run(lockedOpening(release, { title: "", steps: [] }, undefined));
      await rm(at(".kamal/lock-shop"), { recursive: true });
      sleep();
      return { outcomes: [...taken, ...(await engine.run(lastUnderLock(release, work())))] };
    }).then((done) => done.outcomes);
    expect(await made()).toEqual([]);
    expect(failures(outcomes)).toEqual([expect.objectContaining({ reason: expect.stringContaining("Nobody holds it") })]);
  });

  it("does not take its lock for lost while it takes it, or once it has given it back", async () => {
    const { outcomes } = await keepingLock(release, engine, async () => {
      sleep();
      const worked = await engine.run(locked(release, { title: "", steps: [step("next", touch("next"))] }, undefined));
      sleep();
      return { outcomes: [...worked, ...(await engine.run({ title: "", steps: [step("after", touch("after"))] }))] };
    });
    expect(failures(outcomes)).toEqual([]);
    expect(await made()).toEqual(["after", "next"]);
  });
});
