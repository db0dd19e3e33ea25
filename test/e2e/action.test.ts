import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runPost, runStep, startMain } from "../action/runner.ts";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { answerOf } from "./answer.ts";
import { createProject, type Project } from "./project.ts";

/** The bundle in dist/, started as GitHub starts it. */
describe("as a step of a workflow", () => {
  let lab: Lab;
  let project: Project;
  let first: string;

  beforeAll(async () => {
    const [started, tag] = await Promise.all([startLab({ name: "action", servers: 2, registry: true }), buildKamalProxyImage()]);
    lab = started;
    await Promise.all(lab.servers.map((server) => server.addImage(tag)));
    project = await createProject(lab, { settings: { ssh: { config: false }, proxy: { host: "shop.example.com" } } });
    first = await project.commit({ ".kamal/secrets": "API_KEY=$API_KEY\n" });
  });

  afterAll(() => lab.down());

  it("deploys with the repository's secrets, and tells the job where to", async () => {
    const { main, post } = await runStep(step());
    expect({ exitCode: main.exitCode, log: main.exitCode === 0 ? "" : main.log }).toEqual({ exitCode: 0, log: "" });
    expect(main.outputs).toMatchObject({
      version: first,
      image: `${lab.registry.address}/sample:${first}`,
      hosts: lab.servers.map(({ address }) => address).join(","),
      url: "http://shop.example.com",
    });
    expect(Number(main.outputs.duration)).toBeGreaterThan(0);
    expect(main.summary).toContain("is live");
    expect(main.summary).toContain("```mermaid");
    for (const { address } of lab.servers) expect(main.summary).toContain(address);
    expect(post).toMatchObject({ exitCode: 0, log: "" });
    expect(await lab.server(0).exec("cat .kamal/apps/sample/env/roles/web.env")).toBe("API_KEY=from-the-repository");
  });

  it("keeps the old version when the new one is not healthy, and the summary says why", async () => {
    await project.configure({ deploy_timeout: 3, env: { clear: { UNHEALTHY: "1" }, secret: ["API_KEY"] } });
    await project.commit({ "note.txt": "unhealthy" });
    const { main } = await runStep(step());
    await project.configure({});
    expect(main.exitCode).toBe(1);
    expect(main.summary).toContain("GET /up 503");
    expect(main.summary).toContain(first.slice(0, 7));
    expect(main.annotations.some(({ level }) => level === "error")).toBe(true);
    expect(main.outputs).toMatchObject({ "previous-version": first, "rolled-back": "true" });
    expect(main.summary).toContain("What would have been new");
    expect(await answerOf(lab.server(0).url, "shop.example.com")).toBe(first);
  });

  it("rolls back", async () => {
    const second = await project.commit({ "note.txt": "second" });
    expect((await runStep(step())).main.outputs).toMatchObject({ version: second, "previous-version": first });
    const { main } = await runStep(step({ command: `rollback ${first}` }));
    expect(main.outputs).toMatchObject({ version: first, "previous-version": second, "rolled-back": "false" });
    expect(main.summary).toContain(`landfall rollback ${second}`);
    expect(main.summary).toContain("What was taken back");
  });

  it("logs in to the registry as its inputs say, whatever deploy.yml does", async () => {
    const registry = { server: lab.registry.address, username: "nobody", password: ["NOT_SET"] };
    await project.configure({ registry });
    const version = await project.commit({ "note.txt": "pushed by another" });
    const { username, password } = lab.registry;
    const inputs = { "registry-username": username, "registry-password": password, secrets: "API_KEY=from-a-line" };
    const { main } = await runStep(step(inputs));
    await project.configure({});
    expect({ exitCode: main.exitCode, log: main.exitCode === 0 ? "" : main.log }).toEqual({ exitCode: 0, log: "" });
    expect(await lab.registry.tags("sample")).toContain(version);
    expect(await lab.server(0).exec("cat .kamal/apps/sample/env/roles/web.env")).toBe("API_KEY=from-a-line");
    expect((await runStep(step({ command: "rollback", version: first }))).main.outputs).toMatchObject({ version: first });
  });

  it("that is killed leaves no lock behind: the post step gives it back", async () => {
    await project.configure({ env: { clear: { START_DELAY_MS: 15_000 }, secret: ["API_KEY"] } });
    await project.commit({ "note.txt": "slow" });
    const asked = step();
    const running = await startMain(asked);
    await running.logged("Boot web");
    running.kill();
    const main = await running.ended;
    expect(await lab.server(0).exec("ls .kamal")).toContain("lock-sample");
    const post = await runPost(asked, main);
    expect(post.exitCode).toBe(0);
    expect(post.summary).toContain(`landfall rollback ${first}`);
    expect(await lab.server(0).exec("ls .kamal")).not.toContain("lock-sample");
    expect(await answerOf(lab.server(0).url, "shop.example.com")).toBe(first);
  });

  const step = (inputs: Readonly<Record<string, string>> = {}) => ({
    workspace: project.directory,
    env: { PATH: project.env.PATH ?? "", TMPDIR: lab.folder },
    with: {
      "ssh-private-key": lab.sshKey.privateKey,
      "ssh-known-hosts": lab.knownHosts,
      secrets: JSON.stringify({ REGISTRY_PASSWORD: lab.registry.password, API_KEY: "from-the-repository" }),
      ...inputs,
    },
  });
});
