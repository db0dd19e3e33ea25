import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jobToken } from "../action/job-environment.ts";
import { startMain } from "../action/runner.ts";
import { type Github, startGithub } from "../github/server.ts";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { startLoad } from "../load/load.ts";
import { answerOf } from "./answer.ts";
import { anotherApp, createProject, type Ended, type Project } from "./project.ts";
import { holdPulls, isHeld, letPull } from "./registry-trouble.ts";
import { expectSuccess } from "./success.ts";
import { until } from "./until.ts";

const waiting = ["--lock-wait", "--lock-wait-interval", "1"] as const;

describe("runs that race", () => {
  let lab: Lab;
  let project: Project;
  let github: Github;
  let versions: string[];

  beforeAll(async () => {
    const [started, tag] = await Promise.all([startLab({ name: "races", servers: 2, registry: true }), buildKamalProxyImage()]);
    lab = started;
    await Promise.all(lab.servers.map((server) => server.addImage(tag)));
    const tokens = [{ text: jobToken, repository: "acme/app", permissions: { actions: "read" } }] as const;
    github = await startGithub({ tokens, repositories: [{ name: "acme/app" }] });
    const access = { GITHUB_API_URL: github.url, GITHUB_REPOSITORY: "acme/app", GITHUB_TOKEN: jobToken };
    project = await createProject(lab, { env: { GITHUB_SERVER_URL: "https://github.com", ...access } });
    versions = [await project.commit({})];
    expectSuccess(await project.landfall("deploy"));
  });

  afterAll(async () => {
    await github[Symbol.asyncDispose]();
    await lab.down();
  });

  const answers = (): Promise<string[]> => Promise.all(lab.servers.map(({ url }) => answerOf(url)));
  const running = (index: number): Promise<string> =>
    lab.server(index).exec("docker ps --format '{{.Names}}' --filter label=service=sample");

  /** While clients ask on and on; none of their requests may fail. */
  async function undisturbed<Done>(race: () => Promise<Done>): Promise<Done> {
    const loads = lab.servers.map(({ url }) => startLoad(url, { connections: 5 }));
    const done = await race();
    for (const { failures } of await Promise.all(loads.map((load) => load.stop()))) expect(failures).toEqual({});
    return done;
  }

  /** One version serves everywhere, it alone runs, and nobody holds the lock. */
  async function expectAtOne(version: string): Promise<void> {
    expect(await answers()).toEqual([version, version]);
    for (const index of lab.servers.keys()) expect(await running(index)).toBe(`sample-web-${version}`);
    expect(await lab.server(0).exec("ls .kamal")).not.toContain("lock-sample");
    expectSuccess(await project.landfall("check"));
  }

  /** Of two that both came through, the one that took the lock last: it names what it replaced. */
  const lastOf = (all: readonly { readonly version: string; readonly ended: Ended }[]): string =>
    all.find(({ ended }) => all.some((other) => ended.stdout.includes(`rollback ${other.version}`)))?.version ?? "";

  /** Their images are in the registry. */
  async function built(...marks: readonly string[]): Promise<string[]> {
    const made: string[] = [];
    for (const mark of marks) {
      made.push(await project.commit(await anotherApp(mark)));
      expectSuccess(await project.landfall("build", "push"));
    }
    return made;
  }

  it("deploy two versions one after the other, whichever is first, where each waits for the other", async () => {
    versions = [...versions, ...(await built("one", "two"))];
    const all = await undisturbed(() =>
      Promise.all(
        versions.slice(-2).map(async (version) => ({
          version,
          ended: await project.landfall("deploy", "--skip-push", "--version", version, ...waiting),
        })),
      ),
    );
    for (const { ended } of all) expectSuccess(ended);
    const [serving = ""] = await answers();
    expect(versions).toContain(serving);
    expect(serving).toBe(lastOf(all));
    await expectAtOne(serving);
  });

  it.each([
    ["wait for each other come to one version, and both have been made live", waiting],
    ["do not wait leave the one that had the lock alone, and the other says whose it was", []],
  ])("roll back and deploy at the same time: those that %s", async (_, wait) => {
    const [before] = await answers();
    const earlier = versions.find((version) => version !== before) ?? "";
    const [next = ""] = await built(`against a rollback ${wait.length}`);
    versions = [...versions, next];
    const runs = [
      { version: next, args: ["deploy", "--skip-push", ...wait] },
      { version: earlier, args: ["rollback", earlier, ...wait] },
    ];
    const all = await undisturbed(() =>
      Promise.all(runs.map(async ({ version, args }) => ({ version, ended: await project.landfall(...args) }))),
    );
    const through = all.filter(({ ended }) => ended.exitCode === 0);
    const refused = all.filter(({ ended }) => ended.exitCode !== 0);
    if (wait.length > 0) expect(refused).toEqual([]);
    for (const { ended } of refused) {
      expect(ended.stderr).toContain("deploy lock is held");
      expect(ended.stderr).toContain("Locked by: Ann");
    }
    const [serving = ""] = await answers();
    expect(through.map(({ version }) => version)).toContain(serving);
    await expectAtOne(serving);
  });

  it("take over the lock of a job that is killed while it pulls: both that wait for it come through, one after the other", async () => {
    const waited = await built("next one", "next two");
    await project.commit(await anotherApp("to be killed"));
    runs("in_progress");
    await holdPulls(lab.server(1));
    const job = await startMain(step());
    await until(() => isHeld(lab.server(1)));
    const all = waited.map((version) => project.start("deploy", "--skip-push", "--version", version, ...waiting));
    await Promise.all(all.map((each) => each.said(/is held/)));
    job.kill();
    runs("completed");
    await job.ended;
    await letPull(lab.server(1));
    await Promise.all(all.map(async (each) => expectSuccess(await each.ended)));
    const [serving = ""] = await answers();
    expect(waited).toContain(serving);
    await expectAtOne(serving);
  });

  const runs = (status: string): void => void github.repository("acme/app").runs.push({ id: 99, attempt: 1, status });

  const step = () => ({
    workspace: project.directory,
    env: {
      ...{ PATH: project.env.PATH ?? "", TMPDIR: lab.folder, GITHUB_API_URL: github.url },
      ...{ GITHUB_RUN_ID: "99", GITHUB_RUN_ATTEMPT: "1" },
    },
    with: {
      "ssh-private-key": lab.sshKey.privateKey,
      "ssh-known-hosts": lab.knownHosts,
      secrets: JSON.stringify({ REGISTRY_PASSWORD: lab.registry.password, API_KEY: "from-the-repository" }),
    },
  });
});
