import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { answerOf } from "./answer.ts";
import { anotherApp, createProject, type Project } from "./project.ts";
import { expectSuccess } from "./success.ts";
import { until } from "./until.ts";

const provoked = `--import=${join(import.meta.dirname, "../provocation.ts")}`;
const main = join(import.meta.dirname, "../../src/cli/main.ts");

describe("a deploy whose program fails", () => {
  let lab: Lab;
  let project: Project;
  let version: string;

  beforeAll(async () => {
    const [started, tag] = await Promise.all([startLab({ name: "crash", servers: 1, registry: true }), buildKamalProxyImage()]);
    lab = started;
    await lab.server(0).addImage(tag);
    project = await createProject(lab, { env: { NODE_OPTIONS: provoked } });
    version = await project.commit({});
    expectSuccess(await project.landfall("deploy"));
  });

  afterAll(() => lab.down());

  /** A version that takes its time to get healthy. */
  const slowVersion = async (mark: string): Promise<string> => {
    await project.configure({ env: { clear: { START_DELAY_MS: 20_000 }, secret: ["API_KEY"] } });
    return project.commit(await anotherApp(mark));
  };
  const boots = (slow: string) => (): Promise<boolean> =>
    lab
      .server(0)
      .exec(`docker ps --quiet --filter name=sample-web-${slow}`)
      .then((found) => found !== "");
  const expectAsBefore = async (): Promise<void> => {
    expect(await answerOf(lab.server(0).url)).toBe(version);
    expect(await lab.server(0).exec("ls .kamal")).not.toContain("lock-sample");
    expect(await lab.server(0).exec("docker ps --format '{{.Names}}' --filter label=service=sample")).toBe(
      `sample-web-${version}`,
    );
  };

  it.each([
    ["in a promise that nobody waits for", "SIGUSR2", "Nobody waits for this"],
    ["with an error that nobody catches", "SIGALRM", "Nobody catches this"],
  ] as const)("%s undoes all, gives the lock back, and says so without a secret", async (mark, signal, words) => {
    const slow = await slowVersion(mark);
    const running = project.start("deploy");
    await until(boots(slow));
    running.signal(signal);
    const { exitCode, stderr, stdout } = await running.ended;
    expect(exitCode).toBe(1);
    expect(stderr).toContain("This is a fault in Landfall, please report it.");
    expect(stderr).toContain(words);
    expect(stderr).toContain("The run is stopped");
    expect(stderr).toContain(`${version} still serves`);
    expect(stdout + stderr).not.toContain("k3y-of-the-app");
    await expectAsBefore();
  });

  it("is undone when its terminal is closed", async () => {
    const slow = await slowVersion("whose terminal is closed");
    const running = project.start("deploy");
    await until(boots(slow));
    running.signal("SIGHUP");
    const { exitCode, stderr } = await running.ended;
    expect(exitCode).toBe(1);
    expect(stderr).toContain("Stopping.");
    await expectAsBefore();
  });

  it("goes through though nobody reads any more what it says", async () => {
    await project.configure({});
    version = await project.commit(await anotherApp("that nobody listens to"));
    const { directory, env } = project;
    const child = spawn(process.execPath, [main, "deploy", "--verbose"], {
      cwd: directory,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = new Promise((resolve) => child.on("close", resolve));
    child.stderr.once("data", () => child.stderr.destroy());
    child.stdout.destroy();
    expect(await ended).toBe(0);
    await expectAsBefore();
  });

  it("is followed by one that goes through", async () => {
    version = await project.commit(await anotherApp("after all that"));
    expectSuccess(await project.landfall("deploy"));
    await expectAsBefore();
  });
});
