import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { answerOf } from "./answer.ts";
import { createProject, type Project } from "./project.ts";
import { hold, letGo, speedUp } from "./slow-docker.ts";
import { expectSuccess } from "./success.ts";
import { until } from "./until.ts";

describe("the deploy lock", () => {
  let lab: Lab;
  let project: Project;
  let version: string;

  beforeAll(async () => {
    const [started, tag] = await Promise.all([startLab({ name: "lock", servers: 1, registry: true }), buildKamalProxyImage()]);
    lab = started;
    await lab.server(0).addImage(tag);
    project = await createProject(lab);
    version = await project.commit({});
    expectSuccess(await project.landfall("deploy"));
  });

  afterAll(() => lab.down());

  const runs = async (commit: string): Promise<boolean> =>
    (await lab.server(0).exec(`docker ps --quiet --filter name=sample-web-${commit}`)) !== "";

  it("lets one of two deploys through and tells the other who holds it", async () => {
    await hold(lab.server(0), "run*");
    const both = [project.landfall("deploy", "--skip-push"), project.landfall("deploy", "--skip-push")];
    await Promise.race(both);
    await letGo(lab.server(0));
    const [winner, loser] = (await Promise.all(both)).toSorted((one, other) => one.exitCode - other.exitCode);
    await speedUp(lab.server(0));
    expect(winner?.exitCode).toBe(0);
    expect(loser?.exitCode).toBe(1);
    expect(loser?.stderr).toMatch(/deploy lock is held/);
    expect(loser?.stderr).toMatch(/Locked by: Ann at \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/);
    expect(loser?.stderr).toContain("Message: Automatic deploy lock");
    expect(await project.landfall("lock", "status")).toMatchObject({ stdout: "There is no deploy lock\n" });
  });

  it("is waited for when asked", async () => {
    const wait = ["deploy", "--skip-push", "--lock-wait", "--lock-wait-interval", "1"];
    const both = await Promise.all([project.landfall(...wait), project.landfall(...wait)]);
    for (const ended of both) expectSuccess(ended);
  });

  it("taken by hand keeps everybody out until it is given back, and is not waited for", async () => {
    expectSuccess(await project.landfall("lock", "acquire", "--message", "Moving the database"));
    const details = await lab.server(0).exec("base64 -d .kamal/lock-sample/details");
    expect(details.split("\n").slice(0, 3)).toEqual([
      expect.stringMatching(/^Locked by: Ann at \S+Z$/),
      `Version: ${version}`,
      "Message: Moving the database",
    ]);
    const refused = await project.landfall("deploy", "--skip-push", "--lock-wait", "--lock-wait-interval", "1");
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain("Moving the database");
    expectSuccess(await project.landfall("lock", "release"));
    expect(await project.landfall("lock", "release")).toMatchObject({ exitCode: 0, stdout: "There is no deploy lock\n" });
  });

  it("is understood as Kamal writes it", async () => {
    const details = "Locked by: Ben at 2026-01-01T00:00:00Z\nVersion: 123\nMessage: Automatic deploy lock";
    const encoded = Buffer.from(details).toString("base64").replace(/.{60}/g, "$&\n");
    await lab.server(0).exec(`mkdir .kamal/lock-sample && echo "${encoded}\n" > .kamal/lock-sample/details`);
    expect((await project.landfall("lock", "status")).stdout).toContain("Locked by: Ben");
    const refused = await project.landfall("deploy");
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain("Locked by: Ben");
    expect(await lab.server(0).exec("ls .kamal")).toContain("lock-sample");
    expectSuccess(await project.landfall("lock", "release"));
  });

  it("is given back when the deploy is cancelled, and the old version serves on", async () => {
    await project.configure({ env: { clear: { START_DELAY_MS: 20_000 }, secret: ["API_KEY"] } });
    const slow = await project.commit({ "note.txt": "slow to start" });
    const running = project.start("deploy");
    await until(() => runs(slow));
    running.signal("SIGINT");
    const { exitCode, stderr } = await running.ended;
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`${version} still serves`);
    expect(await lab.server(0).exec("ls .kamal")).not.toContain("lock-sample");
    expect(await lab.server(0).exec(`docker ps --quiet --filter name=sample-web-${slow}`)).toBe("");
    expect(await answerOf(lab.server(0).url)).toBe(version);
  });

  it("stays where the run is ended at once, which says so and how to give it back", async () => {
    const { address } = lab.server(0);
    // The first process of a container that does not ask for SIGTERM never gets it, so Docker waits 10 s before it kills.
    await project.configure({ servers: { web: { hosts: [address], cmd: "sleep 60" } } });
    const stubborn = await project.commit({ "note.txt": "hard to stop" });
    const running = project.start("deploy");
    await until(() => runs(stubborn));
    const isHeard = running.said(/Stopping/);
    running.signal("SIGINT");
    await isHeard;
    // One that comes sooner may be npm's, which hands the first one on.
    await pause(1000);
    running.signal("SIGINT");
    const { exitCode, stderr } = await running.ended;
    expect(exitCode).toBe(130);
    expect(stderr).toContain(`The deploy lock may stay on ${address}`);
    expect(await lab.server(0).exec("ls .kamal")).toContain("lock-sample");
    expectSuccess(await project.landfall("lock", "release"));
  });
});
