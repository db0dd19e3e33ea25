import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeLock } from "../../src/core/host/lock.ts";
import { jobToken } from "../action/job-environment.ts";
import { type Ended, runPost, runStep, startMain } from "../action/runner.ts";
import { type Github, startGithub } from "../github/server.ts";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { answerOf } from "./answer.ts";
import { anotherApp, createProject, type Project } from "./project.ts";

const url = "https://github.com/acme/app/actions/runs/99";
const theirs = `Locked by: Ben at 2026-01-02T03:04:05Z\nVersion: 1a2b3c\nMessage: Automatic deploy lock\nRun URL: ${url}\nRun id: 99\nAttempt: 1\nToken: 0123456789abcdef`;

describe("a deploy that finds the lock of another run", () => {
  let lab: Lab;
  let project: Project;
  let github: Github;

  beforeAll(async () => {
    const [started, tag] = await Promise.all([startLab({ name: "stale", servers: 1, registry: true }), buildKamalProxyImage()]);
    lab = started;
    await lab.server(0).addImage(tag);
    project = await createProject(lab, { settings: { ssh: { config: false } } });
    const tokens = [{ text: jobToken, repository: "acme/app", permissions: { actions: "read" } }] as const;
    github = await startGithub({ tokens, repositories: [{ name: "acme/app" }] });
    await lab.server(0).exec("mkdir .kamal");
  });

  afterAll(async () => {
    await github[Symbol.asyncDispose]();
    await lab.down();
  });

  it("goes through with a note where that run is over, and leaves no lock", async () => {
    await locked("completed");
    const version = await project.commit(await anotherApp("over"));
    const { main, post } = await runStep(step());
    expectSuccess(main);
    expect(main.log).toContain(`The deploy lock of ${url}, which is over, was taken over`);
    expect(post.log).toBe("");
    expect(await answerOf(lab.server(0).url)).toBe(version);
    expect(await lab.server(0).exec("ls .kamal")).not.toContain("lock-sample");
  });

  it("builds nothing where that run goes on and is not to be waited for", async () => {
    await locked("in_progress");
    await project.commit(await anotherApp("not to be built"));
    const { main, post } = await runStep(step({ "lock-wait": "false" }));
    expect(main.exitCode).toBe(1);
    expect(main.log).toContain(url);
    expect(main.log).not.toMatch(/✓.*Build and push/);
    expect(post.log).toBe("");
    await lab.server(0).exec("rm -r .kamal/lock-sample");
  });

  it("waits meanwhile, and takes over when that run is killed", async () => {
    await locked("in_progress");
    const version = await project.commit(await anotherApp("killed"));
    const asked = step();
    const running = await startMain(asked);
    await running.logged("Wait for the deploy lock");
    runs("completed");
    const main = await running.ended;
    expectSuccess(main);
    expect(main.log).toContain("was taken over");
    expect((await runPost(asked, main)).log).toBe("");
    expect(await answerOf(lab.server(0).url)).toBe(version);
    expect(await lab.server(0).exec("ls .kamal")).not.toContain("lock-sample");
  });

  const runs = (status: string): void => void github.repository("acme/app").runs.push({ id: 99, attempt: 1, status });

  async function locked(status: string): Promise<void> {
    runs(status);
    const text = encodeLock(theirs);
    await lab.server(0).exec(`mkdir .kamal/lock-sample; printf %s '${text}' > .kamal/lock-sample/details`);
  }

  const expectSuccess = ({ exitCode, log }: Ended): void =>
    expect({ exitCode, log: exitCode === 0 ? "" : log }).toEqual({ exitCode: 0, log: "" });

  const step = (inputs: Readonly<Record<string, string>> = {}) => ({
    workspace: project.directory,
    env: { PATH: project.env.PATH ?? "", TMPDIR: lab.folder, GITHUB_API_URL: github.url },
    with: {
      "ssh-private-key": lab.sshKey.privateKey,
      "ssh-known-hosts": lab.knownHosts,
      "lock-wait-interval": "1",
      secrets: JSON.stringify({ REGISTRY_PASSWORD: lab.registry.password, API_KEY: "from-the-repository" }),
      ...inputs,
    },
  });
});
