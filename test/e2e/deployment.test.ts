import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runPost, runStep, type Step, startMain } from "../action/runner.ts";
import type { Deployment } from "../github/deployments.ts";
import type { Github } from "../github/server.ts";
import { aGithub, token } from "../github/support.ts";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { answerOf } from "./answer.ts";
import { createProject, type Project } from "./project.ts";

/** A job that has nothing but the input `environment`. */
describe("a deploy that GitHub shows", () => {
  let lab: Lab;
  let project: Project;
  let github: Github;
  const commits: string[] = [];

  beforeAll(async () => {
    const [started, tag] = await Promise.all([
      startLab({ name: "deployment", servers: 1, registry: true }),
      buildKamalProxyImage(),
    ]);
    lab = started;
    await lab.server(0).addImage(tag);
    project = await createProject(lab, { settings: { ssh: { config: false }, proxy: { host: "shop.example.com" } } });
  });
  afterAll(() => lab.down());

  beforeEach(async () => {
    commits.push(await project.commit({ "note.txt": `change ${commits.length}` }));
    github = await aGithub({ repositories: [{ name: token.repository, commits }] });
  });
  afterEach(() => github[Symbol.asyncDispose]());

  it("is a success, with the address of the app and the digest of what serves", async () => {
    const { main, post } = await runStep(step());
    expect(main).toMatchObject({ exitCode: 0, annotations: [] });
    const { statuses, payload } = theDeployment();
    expect(payload).toMatchObject({
      service: "sample",
      version: commits[0],
      image: `${lab.registry.address}/sample:${commits[0]}`,
    });
    expect(statuses).toMatchObject([
      {
        ...{ state: "success", environment_url: "http://shop.example.com" },
        description: expect.stringMatching(new RegExp(`^${commits[0]} serves( \\(sha256:[0-9a-f]{64}\\))?$`)),
      },
      { state: "in_progress" },
    ]);
    expect(github.faults).toEqual([]);
    expect(post.log).toBe("");
  });

  it("is a failure while what was there before serves on", async () => {
    await project.configure({ deploy_timeout: 3, env: { clear: { UNHEALTHY: "1" }, secret: ["API_KEY"] } });
    expect((await runStep(step())).main.exitCode).toBe(1);
    await project.configure({});
    expect(theDeployment().statuses[0]).toMatchObject({ state: "failure", description: `${commits[0]} still serves` });
  });

  it("is in error when it is cancelled, and when it is killed", async () => {
    await project.configure({ env: { clear: { START_DELAY_MS: 15_000 }, secret: ["API_KEY"] } });
    const cancelled = await startMain(step());
    await cancelled.logged("Boot web");
    cancelled.cancel({ scale: 3 });
    const main = await cancelled.ended;
    await runPost(step(), main);
    expect(theDeployment().statuses[0]).toMatchObject({ state: "error", description: `Cancelled. ${commits[0]} still serves` });

    const killed = await startMain(step());
    await killed.logged("Boot web");
    killed.kill();
    await runPost(step(), await killed.ended);
    await project.configure({});
    expect(theDeployment().statuses.map(({ state }) => state)).toEqual(["error", "in_progress"]);
  });

  it("goes live all the same when GitHub does not answer", async () => {
    github.always("silence");
    const { main } = await runStep(step());
    expect(main.exitCode).toBe(0);
    expect(main.annotations).toMatchObject([{ level: "warning", message: expect.stringContaining("takes too long to answer") }]);
    expect(await answerOf(lab.server(0).url, "shop.example.com")).toBe(commits.at(-1));
  });

  it("is one of the commit that a rollback goes back to, at the address that the job names", async () => {
    const { main } = await runStep(step({ command: `rollback ${commits[0]}`, "environment-url": "https://shop.example.org/" }));
    expect(main.exitCode).toBe(0);
    expect(theDeployment()).toMatchObject({
      ...{ sha: commits[0], payload: { verb: "rollback" } },
      statuses: [{ state: "success", environment_url: "https://shop.example.org/" }, { state: "in_progress" }],
    });
  });

  /** The newest. */
  function theDeployment(): Deployment {
    const [newest] = github.repository(token.repository).deployments.all;
    if (!newest) throw new Error("GitHub was not told of a deployment");
    return newest;
  }

  const step = (inputs: Readonly<Record<string, string>> = {}): Step => ({
    workspace: project.directory,
    env: { PATH: project.env.PATH ?? "", TMPDIR: lab.folder, GITHUB_API_URL: github.url },
    with: {
      ...{ "ssh-private-key": lab.sshKey.privateKey, "ssh-known-hosts": lab.knownHosts, environment: "production" },
      secrets: JSON.stringify({ REGISTRY_PASSWORD: lab.registry.password, API_KEY: "from-the-repository" }),
      ...inputs,
    },
  });
});
