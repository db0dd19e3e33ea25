import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { RELAY_SSH_PORT, type Relay } from "../lab/relay.ts";
import type { Server } from "../lab/server.ts";
import { answerOf } from "./answer.ts";
import { anotherApp, createProject, type Ended, type Project } from "./project.ts";
import { hasReached, slowDown, speedUp } from "./slow-docker.ts";
import { expectSuccess } from "./success.ts";
import { until } from "./until.ts";

/** Somebody who is connected to a server's sshd and does not log in. */
async function atTheDoor({ address }: Server): Promise<Socket> {
  let visitor: Socket | undefined;
  await until(async () => {
    const socket = connect(22, address);
    const isIn = await once(socket, "data").then(
      () => true,
      () => false,
    );
    if (isIn) visitor = socket;
    return isIn;
  });
  if (!visitor) throw new Error(`Nobody gets to the door of ${address}`);
  return visitor;
}

/** A version that is not healthy in its first seconds on that host. */
async function unwellAtFirst(host: string): Promise<Readonly<Record<string, string>>> {
  const { "app.py": app = "" } = await anotherApp("unwell at first");
  const isUnwell = `os.environ["KAMAL_HOST"] == "${host}" and time.monotonic() - STARTED < 15`;
  return {
    "app.py": app
      .replace("\nVERSION =", "\nSTARTED = time.monotonic()\nVERSION =")
      .replace('os.environ.get("UNHEALTHY")', `(${isUnwell})`),
  };
}

describe("a deploy over a bad network", () => {
  let lab: Lab;
  let project: Project;
  let server: Server;
  let wire: Relay;
  let serving: string;

  beforeAll(async () => {
    const [started, tag] = await Promise.all([startLab({ name: "network", servers: 2, registry: true }), buildKamalProxyImage()]);
    lab = started;
    server = lab.server(1);
    await Promise.all(lab.servers.map((each) => each.addImage(tag)));
    wire = await lab.delay(server, 0);
    const near = await lab.delay(lab.server(0), 0);
    const ssh = { keys: [lab.sshKey.path], config: false, port: RELAY_SSH_PORT };
    project = await createProject(lab, { settings: { servers: [near.host, wire.host], ssh } });
    serving = await project.commit({});
    expectSuccess(await project.landfall("setup"));
  });
  afterEach(() => speedUp(server));
  afterAll(() => lab.down());

  const answers = (): Promise<string[]> => Promise.all(lab.servers.map(({ url }) => answerOf(url)));
  const locks = (): Promise<string> => lab.server(0).exec("ls -d .kamal/lock-* 2>/dev/null || true");

  /** Every connection to the server is reset, and others get through at once. */
  async function reset(): Promise<void> {
    await wire.stop();
    wire = await lab.delay(server, 0);
  }

  /** Deploy a new version; do this while such a Docker command runs on the second server. */
  async function deployWith(
    pattern: string,
    seconds: number,
    fault: () => unknown,
    heals = /never/,
  ): Promise<Ended & { readonly version: string }> {
    const version = await project.commit(await anotherApp(`while ${pattern} ${seconds}`));
    await slowDown(server, pattern, seconds);
    const deploying = project.start("deploy");
    const noticed = deploying.said(heals);
    await until(() => hasReached(server));
    await fault();
    await Promise.race([noticed, deploying.ended]);
    wire.thaw();
    const ended = await deploying.ended;
    return { ...ended, version };
  }

  it("pulls again when SSH is cut in the middle of it, and comes through", async () => {
    const ended = await deployWith("pull*", 30, async () => {
      await speedUp(server);
      await reset();
    });
    expectSuccess(ended);
    expect(ended.stderr).toMatch(new RegExp(`warning: ${wire.host}: the connection to .* was lost: .* Trying to reach it again`));
    serving = ended.version;
    expect(await answers()).toEqual([serving, serving]);
  });

  it("boots nothing twice when SSH is cut in the middle of that, goes back, and leaves nothing that boots later", async () => {
    const { exitCode, stderr, version } = await deployWith("run*", 30, reset);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`${serving} still serves`);
    expect(await answers()).toEqual([serving, serving]);
    expect(await server.exec("ps -eo args | grep '[s]leep 30' || true")).toBe("");
    expect(await server.exec(`docker ps --all --quiet --filter name=web-${version}`)).toBe("");
    expect(await locks()).toBe("");
  });

  it("notices that a server does not answer any more, and takes back what that did by itself meanwhile", async () => {
    const { exitCode, stderr, version } = await deployWith("run*", 2, () => wire.freeze(), /■.*Boot web/);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`ERROR on ${wire.host}`);
    expect(stderr).toContain(`${serving} still serves`);
    // Nobody stopped it there: it booted, and traffic was sent to it.
    expect(await server.exec(`docker inspect --format {{.State.Running}} sample-web-${version}`)).toBe("false");
    expect(await answers()).toEqual([serving, serving]);
    expect(await locks()).toBe("");
  });

  it("takes back a flip that comes through after it was taken back, as its command goes on in the proxy's container", async () => {
    const version = await project.commit(await unwellAtFirst(wire.host));
    await slowDown(server, "stop*", 20);
    const deploying = project.start("deploy");
    await until(
      async () => (await server.exec("ps -eo args | grep '^[k]amal-proxy.* deploy\\|[k]amal-proxy deploy' || true")) !== "",
    );
    await reset();
    const { exitCode, stderr } = await deploying.ended;
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(new RegExp(`✓ ${wire.host} +Make sure that the old web has the traffic`));
    expect(stderr).toContain(`${serving} still serves`);
    expect(await server.exec(`docker inspect --format {{.State.Running}} sample-web-${version}`)).toBe("false");
    expect(await answers()).toEqual([serving, serving]);
  });

  it("waits its turn at a server that has too many visitors at its door (MaxStartups)", async () => {
    await server.exec("echo 'MaxStartups 1:100:1' >> /etc/ssh/sshd_config; kill -HUP $(cat /run/sshd.pid)");
    const visitor = await atTheDoor(server);
    const deploying = project.start("deploy");
    await deploying.said(/it closes the connection before the login; trying on/);
    visitor.destroy();
    const ended = await deploying.ended;
    expectSuccess(ended);
  });
});
