import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { buildCaddyImage } from "../lab/caddy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import type { Server } from "../lab/server.ts";
import { answerOf } from "./answer.ts";
import { anotherApp, createProject, type Ended, type Project } from "./project.ts";
import { expectSuccess } from "./success.ts";
import { until } from "./until.ts";

/** `on_failure` and `max_failures` of `x-landfall`, on four servers of which some fail. */
describe("a deploy in which servers fail", () => {
  let lab: Lab;
  let project: Project;
  /** The version that each server serves, or served last. */
  let serve: string[];

  beforeAll(async () => {
    const [started, tag] = await Promise.all([startLab({ name: "policy-hosts", servers: 4, registry: true }), buildCaddyImage()]);
    lab = started;
    await Promise.all(lab.servers.map((server) => server.addImage(tag)));
    project = await createProject(lab, { settings: { deploy_timeout: 6 } });
    serve = await everywhere();
    await configure({});
    expectSuccess(await project.landfall("deploy"));
  });

  afterEach(async () => {
    expect(await answers()).toEqual(serve);
    expect(await lab.server(0).exec("ls .kamal")).not.toContain("lock-sample");
  });

  afterAll(() => lab.down());

  const answers = (): Promise<string[]> => Promise.all(lab.servers.map(({ url }) => answerOf(url)));
  const address = (index: number): string => lab.server(index).address;

  /** @param unhealthy the servers on which no new container gets healthy */
  const configure = (landfall: Readonly<Record<string, unknown>>, unhealthy: readonly number[] = []): Promise<void> =>
    project.configure({
      servers: lab.servers.map((server, index) => (unhealthy.includes(index) ? { [server.address]: ["bad"] } : server.address)),
      env: { clear: {}, secret: ["API_KEY"], tags: { bad: { UNHEALTHY: "1" } } },
      boot: { limit: 2 },
      "x-landfall": { proxy: { engine: "caddy" }, ...landfall },
    });

  /** A new version for each server, and for those that are to keep what they have, that. */
  async function everywhere({ except = [] }: { readonly except?: readonly number[] } = {}): Promise<string[]> {
    const next = await project.commit(await anotherApp(`but for ${except.join(" and ") || "none"}`));
    return lab.servers.map((_, index) => (except.includes(index) ? (serve[index] ?? "") : next));
  }

  async function failed(...command: readonly string[]): Promise<Ended> {
    const ended = await project.landfall(...command);
    expect(ended.exitCode).toBe(1);
    return ended;
  }

  it("boots no more of them with on_failure: stop, says which serves what, and the next deploy makes them one", async () => {
    await configure({ on_failure: "stop" }, [1]);
    const [old] = serve;
    serve = await everywhere({ except: [1, 2, 3] });
    const { stderr } = await failed("deploy");
    expect(stderr).toContain(`ERROR on ${address(1)}: Send web traffic to`);
    expect(stderr).toContain(
      `On ${address(0)} ${serve[0]} serves; on ${address(1)}, ${address(2)}, ${address(3)} ${old} still serves.`,
    );
    expect(stderr).toContain("run the deploy again. To go back everywhere: landfall rollback");
    expect(stderr).not.toContain(`${address(2)} `.padEnd(17).concat("Boot web"));
    await configure({ on_failure: "stop" });
    serve = lab.servers.map(() => serve[0] ?? "");
    expectSuccess(await project.landfall("deploy"));
  });

  it("goes on with all others with on_failure: continue", async () => {
    await configure({ on_failure: "continue" }, [1, 2]);
    serve = await everywhere({ except: [1, 2] });
    const { stderr } = await failed("deploy");
    expect(stderr).toContain(`on ${address(1)}, ${address(2)} ${serve[1]} still serves`);
    expect(stderr).not.toContain("back to the old version");
  });

  it("goes on where no more fail than max_failures, as a redeploy does", async () => {
    await configure({ max_failures: "25%" }, [3]);
    serve = await everywhere({ except: [3] });
    await failed("redeploy");
  });

  it("sends all back where more fail than max_failures", async () => {
    await configure({ max_failures: 1 }, [1, 3]);
    await everywhere();
    const { stderr } = await failed("deploy");
    expect(stderr).toMatch(/✓.*Send web traffic back to the old version/);
    expect(stderr).toContain(`on ${address(3)} ${serve[3]} still serves`);
  });

  it("goes on without a server that is down, which the next deploy brings up to the others", async () => {
    await configure({ max_failures: 1 });
    serve = await everywhere({ except: [2] });
    const { stderr } = await whileDown(lab.server(2), () => failed("deploy"));
    expect(stderr).toContain(`ERROR on ${address(2)}: Look at what runs`);
    expect(stderr).toContain(`warning: ${address(2)} failed; the other hosts go on without (x-landfall/max_failures)`);
    expect(stderr).toContain(`on ${address(2)} what serves is not known.`);
    expect(stderr).toContain("run the deploy again");
    serve = lab.servers.map(() => serve[0] ?? "");
    expectSuccess(await project.landfall("deploy"));
  });

  it("changes nothing where more servers cannot be used than may fail", async () => {
    await configure({ max_failures: 1 });
    await everywhere();
    await spoilDocker(lab.server(1), "ps*");
    const { stderr } = await whileShut(lab.server(2), () => failed("deploy"));
    await mendDocker(lab.server(1));
    expect(stderr).toContain(`ERROR on ${address(1)}: Look at what runs\n  Docker does not answer: spoilt`);
    expect(stderr).toContain(`ERROR on ${address(2)}: Look at what runs`);
    expect(stderr).toContain(`warning: ${address(1)}, ${address(2)} failed, more hosts than may (x-landfall/max_failures)`);
    expect(stderr).toContain("Nothing that serves was changed");
  });

  it("changes nothing without the server that keeps the lock, and says so", async () => {
    await configure({ on_failure: "continue" });
    await everywhere();
    const { stderr } = await whileShut(lab.server(0), () => failed("deploy"));
    expect(stderr).toContain(`Nothing goes on without ${address(0)}, which keeps the deploy lock`);
    expect(stderr).toContain("Nothing that serves was changed");
  });

  it("goes on in all its shards without a server that nobody can log in to", async () => {
    await configure({ max_failures: 2 });
    serve = await everywhere({ except: [3] });
    expectSuccess(await project.landfall("build", "push"));
    const shard = (name: string): Promise<Ended> => project.landfall("deploy", "--skip-push", "--shard", name, "--fleet", "one");
    const [one, two] = await whileShut(lab.server(3), () => Promise.all([shard("1/2"), shard("2/2")]));
    expect([one.exitCode, two.exitCode]).toEqual([0, 1]);
    expect(two.stderr).toContain(`ERROR on ${address(3)}: Look at what runs`);
  });

  it("goes on without servers whose Docker does not answer, or that cannot pull", async () => {
    await configure({ on_failure: "continue" });
    serve = await everywhere({ except: [1, 3] });
    await Promise.all([spoilDocker(lab.server(1), "ps*"), spoilDocker(lab.server(3), "pull*")]);
    const { stderr } = await failed("deploy");
    await Promise.all([mendDocker(lab.server(1)), mendDocker(lab.server(3))]);
    expect(stderr).toContain(`ERROR on ${address(1)}: Look at what runs\n  Docker does not answer: spoilt`);
    expect(stderr).toContain(`ERROR on ${address(3)}: Pull`);
    expect(stderr).toContain(`on ${address(3)} ${serve[3]} still serves`);
  });

  it("gives the lock back and changes nothing where more cannot pull than may fail", async () => {
    await configure({ max_failures: 1 });
    await everywhere();
    await Promise.all([1, 3].map((index) => spoilDocker(lab.server(index), "pull*")));
    const { stderr } = await failed("deploy");
    await Promise.all([1, 3].map((index) => mendDocker(lab.server(index))));
    expect(stderr).toMatch(/✓.*Give the deploy lock back/);
    expect(stderr).toContain("Nothing that serves was changed");
  });

  it("goes on with a rollback to the version before, though nobody can log in to a server", async () => {
    await configure({ on_failure: "continue" });
    serve = lab.servers.map((_, index) => serve[index === 2 ? 2 : 1] ?? "");
    const { stderr } = await whileShut(lab.server(2), () => failed("rollback"));
    expect(stderr).toContain(`on ${address(2)} what serves is not known`);
  });
});

/** While nobody can log in, which shows sooner than that nothing answers. */
async function whileShut<Done>(server: Server, work: () => Promise<Done>): Promise<Done> {
  await server.exec("printf 'exit 3\\n' > .bashrc");
  try {
    return await work();
  } finally {
    await server.exec("rm .bashrc");
  }
}

/** While it is switched off; its containers are back at the end. */
async function whileDown<Done>(server: Server, work: () => Promise<Done>): Promise<Done> {
  await server.stop();
  try {
    return await work();
  } finally {
    await server.start();
    await until(async () => (await answerOf(server.url).catch(() => "")) !== "");
  }
}

/** Some of a server's Docker commands fail. @param pattern as in `case` of the shell */
const spoilDocker = (server: Server, pattern: string): Promise<string> =>
  server.exec(`cat > /usr/local/bin/docker <<'END'
#!/bin/sh
case "$*" in ${pattern}|version*) echo spoilt >&2; exit 1;; esac
exec /usr/bin/docker "$@"
END
chmod +x /usr/local/bin/docker`);

const mendDocker = (server: Server): Promise<string> => server.exec("rm /usr/local/bin/docker");
