import { existsSync } from "node:fs";
import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { answerOf } from "./answer.ts";
import { anotherApp, createProject, type Project, type Running } from "./project.ts";
import { expectSuccess } from "./success.ts";
import { until } from "./until.ts";

/** The strictest sshd_config there is: one session on a connection. */
const strict = "echo 'MaxSessions 1' > /etc/ssh/sshd_config.d/strict.conf && pkill -HUP -o -x sshd";

/** A run that looks at the clock after more than 15 s has slept (`lock-keeper.ts`): this sleep, in ms, is what the test is about. */
const longNap = 20_000;

describe("a deploy that loses its lock, on a server that allows one session", () => {
  let lab: Lab;
  let project: Project;
  let live: string;

  beforeAll(async () => {
    const [started, tag] = await Promise.all([startLab({ name: "lost", servers: 1, registry: true }), buildKamalProxyImage()]);
    lab = started;
    await server().addImage(tag);
    await server().exec(strict);
    project = await createProject(lab);
    live = await project.commit({});
    expectSuccess(await project.landfall("deploy"));
  });

  afterAll(() => lab.down());

  const server = () => lab.server(0);
  const silent = (): Promise<string> => server().exec("touch -d '10 minutes ago' .kamal/lock-sample/heartbeat");
  const runs = async (version: string): Promise<boolean> =>
    (await server().exec(`docker ps --quiet --filter name=sample-web-${version}`)) !== "";

  it("since its machine slept while another deploy took the lock over, touches nothing when it wakes up", async () => {
    const sleeper = await project.commit(await anotherApp("that sleeps"));
    const hook = await gatedHook(project);
    const sleeping = project.start("deploy");
    await reaches(sleeping, async () => existsSync(hook.reached));
    sleeping.signal("SIGSTOP");
    const since = Date.now();
    await silent();
    await hook.remove();
    live = await project.commit(await anotherApp("meanwhile"));
    expectSuccess(await project.landfall("deploy", "--lock-wait"));
    await until(async () => Date.now() - since > longNap);
    const held = await project.landfall("lock", "acquire", "--message", "Nobody deploys now");
    expectSuccess(held);
    await hook.open();
    sleeping.signal("SIGCONT");
    const { exitCode, stderr } = await sleeping.ended;
    expect(exitCode).toBe(1);
    expect(stderr).toContain("This run has lost its deploy lock");
    expect(stderr).toContain("Message: Nobody deploys now");
    expect(stderr).not.toContain("The deploy lock may stay");
    expect(await answerOf(server().url)).toBe(live);
    expect(await runs(sleeper)).toBe(false);
    expect((await project.landfall("lock", "status")).stdout).toContain("Nobody deploys now");
    expectSuccess(await project.landfall("lock", "release"));
  });

  it("stops in the midst of a boot where somebody gave the lock back, and the next one puts all in order", async () => {
    await project.configure({ env: { clear: { START_DELAY_MS: 60_000 }, secret: ["API_KEY"] }, deploy_timeout: 90 });
    const lost = await project.commit(await anotherApp("that is slow"));
    const losing = project.start("deploy");
    await reaches(losing, () => runs(lost));
    expectSuccess(await project.landfall("lock", "release"));
    const { exitCode, stderr } = await losing.ended;
    expect(exitCode).toBe(1);
    expect(stderr).toContain("Nobody holds it");
    expect(await answerOf(server().url)).toBe(live);
    await project.configure({});
    live = await project.commit(await anotherApp("in order"));
    expectSuccess(await project.landfall("deploy"));
    expect(await answerOf(server().url)).toBe(live);
    expect(await runs(lost)).toBe(false);
    expect(await server().exec("ls .kamal")).not.toContain("lock-sample");
  });
});

/** A deploy that ends before it is so has failed. */
const reaches = ({ ended }: Running, isSo: () => Promise<boolean>): Promise<void> =>
  Promise.race([
    until(isSo),
    ended.then(({ stderr }) => {
      throw new Error(stderr);
    }),
  ]);

/** Has a deploy stand still beneath the lock until it is opened; one that comes later is not held up once it is removed. */
async function gatedHook({ directory }: Project) {
  const within = (file: string): string => join(directory, file);
  const [hook, gate, reached] = [within(".kamal/hooks/pre-deploy"), within(".git/gate"), within(".git/reached")] as const;
  await mkdir(join(directory, ".kamal/hooks"), { recursive: true });
  await writeFile(gate, "");
  await writeFile(hook, `#!/bin/sh\ntouch '${reached}'\nwhile [ -e '${gate}' ]; do sleep 0.2; done\n`);
  await chmod(hook, 0o755);
  return { reached, open: () => rm(gate), remove: () => rm(hook) };
}
