import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCaddyImage } from "../lab/caddy/image.ts";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { createProject, type Project } from "./project.ts";
import { expectSuccess } from "./success.ts";

const engines = [
  { name: "kamal-proxy", image: buildKamalProxyImage },
  { name: "caddy", image: buildCaddyImage },
] as const;

describe.each(engines)("a check of servers with $name", ({ name, image }) => {
  let lab: Lab;
  let project: Project;
  let version: string;

  beforeAll(async () => {
    const [started, tag] = await Promise.all([startLab({ name: `check-${name}`, servers: 2, registry: true }), image()]);
    lab = started;
    await Promise.all(lab.servers.map((server) => server.addImage(tag)));
    project = await createProject(lab, { settings: { "x-landfall": { proxy: { engine: name } } } });
    version = await project.commit({});
    expectSuccess(await project.landfall("deploy"));
  });

  afterAll(() => lab.down());

  const web = (): string => `docker ps --all --quiet --filter name=sample-web-${version}`;

  it("finds all as it should be after a deploy", async () => {
    const ended = await project.landfall("check", "--url", `${lab.server(0).url}/up`);
    expectSuccess(ended);
    expect(ended.stdout).toBe(`All is well: sample ${version} runs on 2 hosts\n`);
  });

  it("finds a container that has stopped, and where", async () => {
    await lab.server(1).exec(`docker stop --time 1 $(${web()})`);
    const { exitCode, stdout, stderr } = await project.landfall("check");
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(new RegExp(`^${lab.server(1).address}\\n  web does not run: sample-web-${version}: Exited`));
    expect(stdout).not.toContain(`\n${lab.server(0).address}`);
    expect(stderr).toContain("1 thing is not as it should be");
    await lab.server(1).exec(`docker start $(${web()})`);
  });

  it("finds an app that was taken out of service, for programs too", async () => {
    expectSuccess(await project.landfall("app", "maintenance", "-h", lab.server(0).address));
    const { exitCode, stdout } = await project.landfall("check", "--json");
    expect(exitCode).toBe(1);
    const finding = 'The proxy passes nothing on to web (stopped): "landfall app live" ends that';
    expect(JSON.parse(stdout)).toEqual({
      ...{ healthy: false, service: "sample", version },
      findings: [{ host: lab.server(0).address, finding }],
    });
    expectSuccess(await project.landfall("app", "live"));
  });

  it("finds a URL that does not answer well", async () => {
    const { exitCode, stdout } = await project.landfall("check", "--url", `${lab.server(0).url}/assets/missing`);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^runner\n {2}http:\S+\/assets\/missing: 404 Not Found\n {2}not found\n/);
  });

  it("finds a server that cannot be reached, and a proxy that is gone", async () => {
    await lab.server(0).exec("docker stop kamal-proxy landfall-caddy 2>/dev/null || true");
    await project.configure({ servers: [...lab.servers.map(({ address }) => address), "127.0.0.254"] });
    const { exitCode, stdout } = await project.landfall("check");
    expect(exitCode).toBe(1);
    expect(stdout).toContain("127.0.0.254\n");
    expect(stdout).toMatch(/The proxy (kamal-proxy|landfall-caddy) does not run: "landfall proxy start" starts it/);
  });
});
