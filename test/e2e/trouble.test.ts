import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../lab/command.ts";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { answerOf } from "./answer.ts";
import { anotherApp, createProject, type Project } from "./project.ts";
import { expectSuccess } from "./success.ts";

const main = join(import.meta.dirname, "../../src/cli/main.ts");

describe("a deploy in trouble", () => {
  let lab: Lab;
  let project: Project;
  let version: string;

  beforeAll(async () => {
    const [started, tag] = await Promise.all([startLab({ name: "trouble", servers: 2, registry: true }), buildKamalProxyImage()]);
    lab = started;
    await Promise.all(lab.servers.map((server) => server.addImage(tag)));
    project = await createProject(lab);
    version = await project.commit({});
    expectSuccess(await project.landfall("deploy"));
  });

  afterAll(() => lab.down());

  const answers = (): Promise<string[]> => Promise.all(lab.servers.map(({ url }) => answerOf(url)));

  it("leaves one version on all servers when it is cancelled right after the first has flipped, and says which", async () => {
    const before = version;
    const next = await project.commit(await anotherApp("to be cancelled"));
    const running = project.start("deploy");
    await running.said(/✓.*Send web traffic to/);
    running.signal("SIGINT");
    const { exitCode, stderr, stdout } = await running.ended;
    [version = ""] = await answers();
    expect([before, next]).toContain(version);
    expect(await answers()).toEqual([version, version]);
    const words = version === next ? "(is live on 2 hosts|serves)" : "still serves";
    expect(`${stdout}${stderr}`).toMatch(new RegExp(`${version} ${words}`));
    expect(exitCode === 0).toBe(stdout !== "");
    expect(await lab.server(0).exec("ls .kamal")).not.toContain("lock-sample");
  });

  it.each([
    ["is full", "mount -t tmpfs -o size=4k tmpfs .kamal; head -c 4096 /dev/zero > .kamal/fill", "Is the disk full?"],
    ["is read-only", "mount --bind .kamal .kamal; mount -o remount,ro,bind .kamal", "Read-only file system"],
  ])("says so when the disk of a server %s, and leaves the old version everywhere", async (_, spoil, text) => {
    await lab.server(1).exec(spoil);
    const { exitCode, stderr } = await project.landfall("deploy");
    await lab.server(1).exec("umount .kamal");
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`ERROR on ${lab.server(1).address}`);
    expect(stderr).toContain(text);
    expect(await answers()).toEqual([version, version]);
    expect(await lab.server(0).exec("ls .kamal")).not.toContain("lock-sample");
  });

  it("says that a login script ended the login", async () => {
    await lab.server(1).exec("printf 'exit 3\\n' > .bashrc");
    const { exitCode, stderr } = await project.landfall("deploy");
    await lab.server(1).exec("rm .bashrc");
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`${lab.server(1).address}: it gave no shell to work with: the login ended with exit code 3`);
    expect(stderr).toContain(`on ${lab.server(1).address} what serves is not known`);
  });

  it("comes through from a shallow clone in a directory whose name has blanks, quotes and other letters", async () => {
    const directory = join(lab.folder, "l'été à la mer 日本");
    await run("git", ["clone", "--quiet", "--depth", "1", `file://${project.directory}`, directory]);
    const env = Object.entries(project.env).map(([name, value]) => `${name}=${value}`);
    expect(await run("env", ["-C", directory, ...env, process.execPath, main, "deploy"])).toContain("is live on 2 hosts");
  });
});
