import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCaddyImage } from "../lab/caddy/image.ts";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { startLoad } from "../load/load.ts";
import { answerOf } from "./answer.ts";
import { anotherApp, createProject, type Ended } from "./project.ts";
import { expectSuccess } from "./success.ts";

const engines = [
  { name: "kamal-proxy", image: buildKamalProxyImage },
  { name: "caddy", image: buildCaddyImage },
] as const;

describe.each(engines)("with $name in front of two servers", ({ name, image }) => {
  let lab: Lab;

  beforeAll(async () => {
    const [started, tag] = await Promise.all([startLab({ name: `deploy-${name}`, servers: 2, registry: true }), image()]);
    lab = started;
    await Promise.all(lab.servers.map((server) => server.addImage(tag)));
  });

  afterAll(() => lab.down());

  it("deploys five times and rolls back without a failed request, however slow", async () => {
    const project = await createProject(lab, { settings: { "x-landfall": { proxy: { engine: name } } } });
    const versions = [await project.commit({})];
    expectSuccess(await project.landfall("deploy"));
    const loads = lab.servers.map(({ url }) => startLoad(url, { connections: 25 }));
    for (let number = 2; number <= 5; number += 1) {
      versions.push(await project.commit(await anotherApp(`number ${number}`)));
      await withSlowRequests(loads, () => project.landfall("deploy"));
    }
    const [, second] = versions;
    await withSlowRequests(loads, () => project.landfall("rollback", second ?? ""));
    const results = await Promise.all(loads.map((load) => load.stop()));
    for (const { failures, versions: seen } of results) {
      expect(failures).toEqual({});
      expect(Object.keys(seen).filter((version) => versions.includes(version.trim()))).toHaveLength(5);
    }
    await Promise.all(lab.servers.map(async ({ url }) => expect(await answerOf(url)).toBe(second)));
  });

  it("keeps serving the old version when the new one never gets healthy, and says why", async () => {
    const project = await createProject(lab, { settings: { "x-landfall": { proxy: { engine: name } } } });
    const good = await project.commit({});
    expectSuccess(await project.landfall("deploy"));
    const load = startLoad(lab.server(0).url, { connections: 10 });
    const bad = await project.commit(await anotherApp("which will not get healthy"));
    await project.configure({
      deploy_timeout: 3,
      env: { clear: { UNHEALTHY: "1" }, secret: ["API_KEY"] },
      "x-landfall": { proxy: { engine: name } },
    });
    const { exitCode, stderr } = await project.landfall("deploy");
    const { failures, versions } = await load.stop();
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`${good} still serves`);
    expect(stderr).toMatch(/GET \/up.* 503/);
    expect(failures).toEqual({});
    expect(Object.keys(versions).map((version) => version.trim())).toEqual([good]);
    const states = await Promise.all(
      lab.servers.map((server) => server.exec(`docker inspect -f '{{.State.Running}}' sample-web-${bad}`)),
    );
    expect(states).toEqual(["false", "false"]);
    expect(await lab.server(0).exec("ls -a /root/.kamal")).not.toContain("lock-");
  });

  async function withSlowRequests(loads: readonly ReturnType<typeof startLoad>[], work: () => Promise<Ended>): Promise<void> {
    let working = true;
    const slow = loads.map(async (load) => {
      while (working) await load.slow(3000);
    });
    const ended = await work();
    working = false;
    await Promise.all(slow);
    expectSuccess(ended);
  }
});
