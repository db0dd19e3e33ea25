import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { answerOf } from "./answer.ts";
import { anotherApp, createProject, type Project } from "./project.ts";
import { expectSuccess } from "./success.ts";
import { until } from "./until.ts";

const job = {
  ...{ GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "acme/app", GITHUB_RUN_ID: "4711" },
  ...{ GITHUB_RUN_ATTEMPT: "2", RUNNER_NAME: "runner-9" },
};

describe("a deploy that is killed while it holds the lock", () => {
  let lab: Lab;
  let project: Project;
  let live: string;
  let killed: string;

  beforeAll(async () => {
    const [started, tag] = await Promise.all([startLab({ name: "killed", servers: 1, registry: true }), buildKamalProxyImage()]);
    lab = started;
    await lab.server(0).addImage(tag);
    project = await createProject(lab);
    live = await project.commit({});
    expectSuccess(await project.landfall("deploy"));
  });

  afterAll(() => lab.down());

  const server = () => lab.server(0);
  const lock = (name: string): string => `.kamal/lock-${name}`;
  const details = (name: string): Promise<string> => server().exec(`base64 -d ${lock(name)}/details`);
  /** Its run has not been heard of for so long. */
  const silence = (minutes: number): Promise<string> =>
    server().exec(`touch -d '${minutes} minutes ago' ${lock("sample")}/heartbeat`);

  it("leaves a lock that says whose it is, and has said that it lived as long as it did", async () => {
    killed = await project.commit(await anotherApp("killed"));
    const seconds = (file: string): string => `$(stat -c %Y ${lock("sample")}/${file})`;
    const beaten = `[ ! -e ${lock("sample")}/heartbeat ] || echo $((${seconds("heartbeat")} - ${seconds("details")}))`;
    await killWhile(project, async () => Number(await server().exec(beaten)) > 10);
    expect((await details("sample")).split("\n")).toEqual([
      ...[expect.stringMatching(/^Locked by: Ann at \S+Z$/), `Version: ${killed}`, "Message: Automatic deploy lock"],
      ...["Heartbeat: every 15 s", expect.stringMatching(/^Host: \S/), expect.stringMatching(/^Token: [0-9a-f]{16}$/)],
    ]);
    expect(await answerOf(server().url)).toBe(live);
  });

  it("tells whoever comes next how long ago that was, and has them give their build up", async () => {
    expect((await project.landfall("lock", "status")).stdout).toMatch(
      /^Locked by: Ann .*\nHeld for [^,]+, last heard of .+ ago\n$/s,
    );
    const { exitCode, stderr } = await project.landfall("deploy");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/The deploy lock is held, for [^,]+ so far, last heard of .+ ago:\nLocked by: Ann at/);
    expect(stderr).toContain("Once nothing was heard of that run for 2 min, the next deploy takes it over");
    expect(stderr).toContain("if nobody deploys any more, `landfall lock release` gives it back");
    expect(stderr).not.toMatch(/✓.*Build and push/);
  });

  it("is waited for while it may live, and loses its lock once it has been silent for too long", async () => {
    const next = await project.commit(await anotherApp("next"));
    const running = project.start("deploy", "--lock-wait", "--lock-wait-interval", "1");
    await running.said(/The deploy lock is held: Locked by: Ann .*Waiting for it/);
    await silence(10);
    const ended = await running.ended;
    expectSuccess(ended);
    expect(ended.stderr).toMatch(
      /The deploy lock of Ann at \S+Z, which was last heard of 10 min ago and is over, was taken over/,
    );
    expect(await answerOf(server().url)).toBe(next);
    expect(await server().exec("ls .kamal")).not.toContain("lock-sample");
    const { stdout } = await project.landfall("history");
    expect(stdout).toMatch(
      new RegExp(`deploy .* Took the lock over from Ann at \\S+Z, ${killed.slice(0, 7)}, which was cut off`),
    );
    live = next;
  });

  it("is found by a check, with a clock that is off", async () => {
    await killWhile(project, () => isHeld("sample"));
    await silence(10);
    expect((await project.landfall("lock", "status")).stdout).toContain("Its run is over: the next deploy takes it over");
    await server().exec(`printf '#!/bin/sh\\nexec /usr/bin/date -d "1000 seconds" "$@"\\n' > /usr/local/bin/date`);
    await server().exec("chmod +x /usr/local/bin/date");
    const { exitCode, stdout } = await project.landfall("check");
    await server().exec("rm /usr/local/bin/date");
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/Ann has held the deploy lock for .*, last heard of \d+ min ago. That run seems to be over/);
    expect(stdout).toMatch(/Its clock is 16 min ahead of the one here/);
    expectSuccess(await project.landfall("deploy", "--skip-push"));
    expectSuccess(await project.landfall("check"));
  });

  it("in a job leaves the address of its run, its number and its attempt", async () => {
    const other = await createProject(lab, { name: "other", env: job, settings: { proxy: { host: "other.example.com" } } });
    await killWhile(other, () => isHeld("other"));
    expect((await details("other")).split("\n").slice(3, 8)).toEqual([
      ...["Heartbeat: every 15 s", "Run URL: https://github.com/acme/app/actions/runs/4711", "Run id: 4711", "Attempt: 2"],
      "Host: runner-9",
    ]);
    expect((await other.landfall("deploy", "--skip-push")).stderr).toContain(
      "Run URL: https://github.com/acme/app/actions/runs/4711",
    );
  });

  const isHeld = async (name: string): Promise<boolean> => (await server().exec(`ls ${lock(name)}/details || true`)) !== "";
});

/** Has a deploy stand still beneath the lock, and kills it once it is so. */
async function killWhile({ directory, start }: Project, isSo: () => Promise<boolean>): Promise<void> {
  const [hook, gate] = [join(directory, ".kamal/hooks/pre-deploy"), join(directory, ".git/gate")];
  await mkdir(join(directory, ".kamal/hooks"), { recursive: true });
  await writeFile(gate, "");
  await writeFile(hook, `#!/bin/sh\nwhile [ -e '${gate}' ]; do sleep 0.2; done\n`);
  await chmod(hook, 0o755);
  const running = start("deploy");
  try {
    await until(isSo);
  } finally {
    running.signal("SIGKILL");
    await Promise.all([rm(hook), rm(gate)]);
  }
  expect((await running.ended).exitCode).toBe(128);
}
