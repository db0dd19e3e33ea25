import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type Ended, type Running, runPost, runStep, startMain } from "../action/runner.ts";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { startLoad } from "../load/load.ts";
import { answerOf } from "./answer.ts";
import { anotherApp, createProject, type Project } from "./project.ts";
import { expectSuccess } from "./success.ts";

const matrix = z.object({ shard: z.array(z.string()) });
const patience = 400_000;

/** Jobs of one run, each with a part of four servers, as a matrix starts them. */
describe("shards", () => {
  let lab: Lab;
  let project: Project;
  let live: string;
  let runs = 0;

  beforeAll(async () => {
    const [started, tag] = await Promise.all([startLab({ name: "shards", servers: 4, registry: true }), buildKamalProxyImage()]);
    lab = started;
    await Promise.all(lab.servers.map((server) => server.addImage(tag)));
    project = await createProject(lab);
    await mkdir(join(project.directory, ".kamal/hooks"), { recursive: true });
    for (const hook of ["pre-build", "pre-deploy", "post-deploy"]) await addHook(hook);
    live = await project.commit({ ".kamal/secrets": "API_KEY=$API_KEY\n", ".gitignore": "hooks.log\n" });
  }, patience);

  afterAll(() => lab.down());

  it("that a plan tells of build once, share a lock and a summary, and lose no request", { timeout: patience }, async () => {
    const first = await deploy(3);
    expect(first.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    const loads = lab.servers.map(({ url }) => startLoad(url, { connections: 5 }));
    await writeFile(join(project.directory, "hooks.log"), "");
    live = await project.commit(await anotherApp("second"));
    const ended = await deploy(3);
    const results = await Promise.all(loads.map((load) => load.stop()));
    expect(ended.map(({ exitCode, log }) => (exitCode === 0 ? "" : log))).toEqual(["", "", ""]);
    expect(results.map(({ failures }) => failures)).toEqual([{}, {}, {}, {}]);
    await expectAllServe(live);
    expect(ended.filter(({ log }) => log.includes("Take the deploy lock  "))).toHaveLength(1);
    expect(ended.flatMap(({ outputs }) => outputs.hosts?.split(",") ?? []).toSorted()).toEqual(addresses());
    const summaries = ended.filter(({ summary }) => summary.includes("is live"));
    expect(summaries).toHaveLength(1);
    for (const address of addresses()) expect(summaries[0]?.summary).toContain(address);
    const hooks = (await readFile(join(project.directory, "hooks.log"), "utf8")).trim().split("\n");
    expect(hooks).toEqual([
      expect.stringMatching("^pre-build "),
      `pre-deploy ${addresses().join(",")}`,
      `post-deploy ${addresses().join(",")}`,
    ]);
    await expectNoLock();
  });

  it("all go back when one host of one of them is not healthy", { timeout: patience }, async () => {
    const [, bad = ""] = addresses();
    await project.configure({
      deploy_timeout: 5,
      servers: addresses().map((address) => (address === bad ? { [address]: ["bad"] } : address)),
      env: { clear: {}, secret: ["API_KEY"], tags: { bad: { UNHEALTHY: "1" } } },
    });
    const loads = lab.servers.map(({ url }) => startLoad(url, { connections: 5 }));
    await project.commit(await anotherApp("third"));
    const [one, two] = await deploy(2);
    const results = await Promise.all(loads.map((load) => load.stop()));
    await project.configure({});
    expect([one?.exitCode, two?.exitCode]).toEqual([1, 1]);
    expect(two?.log).toContain("GET /up 503");
    expect(one?.log).toContain("Shard 2/2 did not come through, so all go back");
    expect(one?.log).toContain(`${live} still serves`);
    const whole = [one, two].filter((each) => each?.summary.includes("What is where"));
    expect(whole).toHaveLength(1);
    expect(results.map(({ failures }) => failures)).toEqual([{}, {}, {}, {}]);
    await expectAllServe(live);
    await expectNoLock();
  });

  it("all go back when one is cancelled while it waits for the others", { timeout: patience }, async () => {
    const [, slow = ""] = addresses();
    await project.configure({
      servers: addresses().map((address) => (address === slow ? { [address]: ["slow"] } : address)),
      env: { clear: {}, secret: ["API_KEY"], tags: { slow: { START_DELAY_MS: "20000" } } },
    });
    await project.commit(await anotherApp("fourth"));
    const [one, two] = await Promise.all([start("1/2", { run: "next" }), start("2/2")]);
    await one.logged("Send web traffic to");
    await two.logged("Wait for the first shard to be healthy");
    one.cancel({ scale: 3 });
    const ended = await Promise.all([one.ended, two.ended]);
    await project.configure({});
    expect(ended.map(({ exitCode }) => exitCode)).toEqual([1, 1]);
    expect(ended[1]?.log).toContain("Shard 1/2 did not come through, so all go back");
    await expectAllServe(live);
    await expectNoLock();
  });

  it("hear at once from its post step that one was killed", { timeout: patience }, async () => {
    const [first, second, killed] = await killFirst();
    await runPost(step("1/3"), killed);
    const ended = await Promise.all([first.ended, second.ended]);
    for (const { exitCode, log } of ended)
      expect({ exitCode, log }).toMatchObject({ exitCode: 1, log: why("did not come through") });
    await expectAllServe(live);
    await expectNoLock();
  });

  it("end in words when one was killed and its machine with it, and leave their hosts as they were", {
    timeout: patience,
  }, async () => {
    const [first, second] = await killFirst();
    const ended = await Promise.all([first.ended, second.ended]);
    for (const { exitCode, log } of ended)
      expect({ exitCode, log }).toMatchObject({ exitCode: 1, log: why("has not been heard of for 60 s") });
    const told = ended.filter(({ summary }) => summary.includes("What is where"));
    expect(told).toHaveLength(1);
    expect(told[0]?.summary).toContain("It is not known what serves on");
    await expectOthersServe(live);
    await expectNoLock();
  });

  it("do not go without the first one, as where only another is run again", { timeout: patience }, async () => {
    runs += 1;
    const { main } = await runStep(step("2/2", { "lock-timeout": "2" }));
    expect(main.exitCode).toBe(1);
    expect(main.log).toContain("Shard 1/2 did not come within 2 s, so all go back. Were all jobs of this run started");
    await expectOthersServe(live);
  });

  it("go back together where somebody else holds the lock", { timeout: patience }, async () => {
    expectSuccess(await project.landfall("lock", "acquire", "--message", "Moving the database"));
    runs += 1;
    const ended = await Promise.all(["1/2", "2/2"].map(async (each) => (await runStep(step(each))).main));
    expectSuccess(await project.landfall("lock", "release"));
    expect(ended.map(({ exitCode }) => exitCode)).toEqual([1, 1]);
    expect(ended[0]?.annotations.map(({ message }) => message).join()).toContain("Moving the database");
    expect(ended[1]?.log).toContain("Shard 1/2 did not come through, so all go back");
  });

  it("leave nothing behind that stands in the way of the next run, be it a rollback", { timeout: patience }, async () => {
    const before = live;
    live = await project.commit(await anotherApp("last"));
    expect((await deploy(2)).map(({ exitCode, log }) => (exitCode === 0 ? "" : log))).toEqual(["", ""]);
    await expectAllServe(live);
    const rollback = { command: `rollback ${before}` };
    const ended = await Promise.all(["1/2", "2/2"].map(async (each) => (await runStep(step(each, rollback))).main));
    expect(ended.map(({ exitCode, log }) => (exitCode === 0 ? "" : log))).toEqual(["", ""]);
    expect(ended.map(({ outputs }) => outputs["previous-version"])).toEqual([live, live]);
    await expectAllServe(before);
    expect((await lab.server(0).exec("ls .kamal/fleet-sample/*")).includes("report")).toBe(false);
  });

  async function deploy(most: number): Promise<readonly Ended[]> {
    const { main } = await runStep(step("", { command: `plan --shards ${most}` }));
    const { shard } = matrix.parse(JSON.parse(main.outputs.plan ?? ""));
    runs += 1;
    return Promise.all(shard.map(async (each) => (await runStep(step(each))).main));
  }

  /** The first of three shards ends without a word while its hosts boot; the two others wait for it. */
  async function killFirst(): Promise<readonly [Running, Running, Ended]> {
    await project.configure({ env: { clear: { START_DELAY_MS: "15000" }, secret: ["API_KEY"] } });
    await project.commit({ "note.txt": `killed ${runs}` });
    const [first, second, third] = await Promise.all([start("1/3", { run: "next" }), start("2/3"), start("3/3")]);
    await first.logged("Tell the other shards of the lock");
    await Promise.all([second, third].map((each) => each.logged("Wait for the first shard to have the lock")));
    await first.logged("Boot web");
    first.kill();
    const killed = await first.ended;
    await project.configure({});
    return [second, third, killed];
  }

  const start = (shard: string, { run }: { readonly run?: "next" } = {}): Promise<Running> => {
    if (run === "next") runs += 1;
    return startMain(step(shard));
  };

  const step = (shard: string, inputs: Readonly<Record<string, string>> = {}) => ({
    workspace: project.directory,
    env: { PATH: project.env.PATH ?? "", TMPDIR: lab.folder, GITHUB_RUN_ID: String(4711 + runs) },
    with: {
      "ssh-private-key": lab.sshKey.privateKey,
      "ssh-known-hosts": lab.knownHosts,
      secrets: JSON.stringify({ REGISTRY_PASSWORD: lab.registry.password, API_KEY: "from-the-repository" }),
      ...(shard !== "" && { shard }),
      ...inputs,
    },
  });

  async function addHook(name: string): Promise<void> {
    const file = join(project.directory, ".kamal/hooks", name);
    await writeFile(file, `#!/bin/sh\necho "${name} $KAMAL_HOSTS" >> "${project.directory}/hooks.log"\n`);
    await chmod(file, 0o755);
  }

  const addresses = (): string[] => lab.servers.map(({ address }) => address);
  const why = (words: string): unknown => expect.stringContaining(`Shard 1/3 ${words}`);

  async function expectAllServe(version: string): Promise<void> {
    expect(await Promise.all(lab.servers.map(({ url }) => answerOf(url)))).toEqual(lab.servers.map(() => version));
  }

  /** The hosts of the first of three shards finish what they were at when it was killed. */
  async function expectOthersServe(version: string): Promise<void> {
    const others = [lab.server(1), lab.server(2)];
    expect(await Promise.all(others.map(({ url }) => answerOf(url)))).toEqual([version, version]);
  }

  async function expectNoLock(): Promise<void> {
    expect(await lab.server(0).exec("ls .kamal")).not.toContain("lock-");
  }
});
