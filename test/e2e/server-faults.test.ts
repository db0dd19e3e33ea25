import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startEngine, stopEngine } from "../chaos/faults/engine-process.ts";
import { buildKamalProxyImage, KAMAL_PROXY_IMAGE } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import type { Server } from "../lab/server.ts";
import { answerOf } from "./answer.ts";
import { anotherApp, createProject, type Ended, type Project } from "./project.ts";
import { hasReached, hold, letGo, speedUp } from "./slow-docker.ts";
import { expectSuccess } from "./success.ts";
import { until } from "./until.ts";

describe("a deploy to a server that fails", () => {
  let lab: Lab;
  let project: Project;
  let server: Server;
  let serving: string;
  let number = 1;

  beforeAll(async () => {
    const [started, tag] = await Promise.all([startLab({ name: "failing", servers: 2, registry: true }), buildKamalProxyImage()]);
    lab = started;
    server = lab.server(1);
    await Promise.all(lab.servers.map((each) => each.addImage(tag)));
    project = await createProject(lab);
    serving = await project.commit({});
    expectSuccess(await project.landfall("setup"));
  });
  afterEach(() => speedUp(server));
  afterAll(() => lab.down());

  const answers = (): Promise<string[]> => Promise.all(lab.servers.map(({ url }) => answerOf(url)));
  const locks = (): Promise<string> => lab.server(0).exec("ls -d .kamal/lock-* 2>/dev/null || true");

  const isServing = (): Promise<boolean> =>
    answers().then(
      (all) => all.every((each) => each === serving),
      () => false,
    );

  async function deploy(): Promise<Ended> {
    const ended = await project.landfall("deploy");
    return ended;
  }

  /** Deploy a new version; do this while such a Docker command runs on the second server. */
  async function deployWith(pattern: string, fault: () => Promise<unknown>): Promise<Ended & { readonly version: string }> {
    const version = await project.commit(await anotherApp(`number ${number++}`));
    await hold(server, pattern);
    const deploying = project.start("deploy");
    await until(() => hasReached(server));
    await fault();
    await letGo(server);
    const ended = await deploying.ended;
    return { ...ended, version };
  }

  /** The next deploy needs no hand on the servers. */
  async function expectNext(): Promise<void> {
    serving = await project.commit({});
    const ended = await deploy();
    expectSuccess(ended);
    expect(await answers()).toEqual([serving, serving]);
  }

  it("whose Docker is down is refused, and says that", async () => {
    await stopEngine(server);
    const { exitCode, stderr } = await deploy();
    await startEngine(server);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      new RegExp(`ERROR on ${server.address}: .*\\n.*Docker does not answer: .*Is the docker daemon running`),
    );
    expect(await answerOf(lab.server(0).url)).toBe(serving);
  });

  it("whose Docker restarts in the middle of a boot has the version that the others have", async () => {
    const { exitCode, version } = await deployWith("run*", async () => {
      await stopEngine(server);
      await startEngine(server);
    });
    if (exitCode === 0) serving = version;
    await until(isServing);
    expect(await locks()).toBe("");
  });

  it("whose Docker goes down in the middle of a boot leaves the others as they were", async () => {
    const { exitCode, stderr } = await deployWith("run*", () => stopEngine(server));
    await startEngine(server);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(new RegExp(`ERROR on ${server.address}: Boot web\\n.*Cannot connect to the Docker daemon`));
    await until(isServing);
    expect(await locks()).toBe("");
  });

  it("whose user may not use Docker is refused, and says whose permission is missing", async () => {
    await server.exec("useradd --create-home --shell /bin/bash guest; cp -r .ssh /home/guest/; chown -R guest /home/guest/.ssh");
    await lab
      .server(0)
      .exec("useradd --create-home --shell /bin/bash guest; cp -r .ssh /home/guest/; chown -R guest /home/guest/.ssh");
    await project.configure({ ssh: { keys: [lab.sshKey.path], config: false, user: "guest" } });
    const { exitCode, stderr } = await deploy();
    await project.configure({});
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/Docker does not answer: permission denied .* may not use Docker: "usermod -aG docker USER"/);
  });

  it("whose proxy was stopped starts that again", async () => {
    await server.exec("docker stop kamal-proxy");
    await expectNext();
  });

  it("whose proxy is removed in the middle says so", async () => {
    const { exitCode, stderr } = await deployWith("run*", () => server.exec("/usr/bin/docker rm --force kamal-proxy"));
    expect(exitCode).toBe(1);
    expect(stderr).toContain('There is no proxy there: "landfall proxy boot" boots it');
    expect(stderr).toContain(`on ${server.address} nothing serves`);
    expect(await answerOf(lab.server(0).url)).toBe(serving);
    await expectNext();
  });

  it("whose proxy is too old is refused before anything is changed", async () => {
    const old = "basecamp/kamal-proxy:v0.8.1";
    await server.exec(
      `docker tag ${KAMAL_PROXY_IMAGE} ${old}; docker rename kamal-proxy aside; docker stop aside; docker run --name kamal-proxy --network kamal --detach --publish 80:80 --volume kamal-proxy-config:/home/kamal-proxy/.config/kamal-proxy ${old}`,
    );
    const { exitCode, stderr } = await deploy();
    await server.exec("docker rm --force kamal-proxy; docker rename aside kamal-proxy; docker start kamal-proxy");
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`${server.address}: kamal-proxy v0.8.1 is too old`);
    expect(stderr).toContain("landfall proxy reboot");
  });

  it("whose clock is wrong is told, and deployed to all the same", async () => {
    await server.exec(
      "printf '%s\\n' '#!/bin/sh' 'exec /usr/bin/date --date=\"+2 hours\" \"$@\"' > /usr/local/bin/date; chmod +x /usr/local/bin/date",
    );
    const ended = await deploy();
    await server.exec("rm /usr/local/bin/date");
    expectSuccess(ended);
    expect(ended.stderr).toMatch(new RegExp(`warning: ${server.address}: Its clock is \\d h.* ahead of the one here`));
  });
});
