import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { docker } from "../lab/command.ts";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { type LocalRegistry, provideLocalRegistry } from "../lab/local-registry.ts";
import { answerOf } from "./answer.ts";
import { anotherApp, createProject, type Project } from "./project.ts";
import { expectSuccess } from "./success.ts";

describe("with a registry on the deployer's localhost", () => {
  let lab: Lab;
  let registry: LocalRegistry;
  let project: Project;

  beforeAll(async () => {
    const [started, tag, provided] = await Promise.all([
      startLab({ name: "local-registry", servers: 2, registry: true }),
      buildKamalProxyImage(),
      provideLocalRegistry(5555),
    ]);
    lab = started;
    registry = provided;
    await Promise.all(lab.servers.map((server) => server.addImage(tag)));
    project = await createProject(lab, { name: "homemade", settings: { registry: { server: registry.address } } });
  });

  afterAll(async () => {
    await registry[Symbol.asyncDispose]();
    await lab.down();
  });

  const listening = (index: number): Promise<string> => lab.server(index).exec("ss -Hltn 'sport = :5555'");

  it("deploys an image that never leaves it but through SSH", async () => {
    const version = await project.commit({});
    expectSuccess(await project.landfall("deploy"));
    for (const [index, { url }] of lab.servers.entries()) {
      expect(await answerOf(url)).toBe(version);
      expect(await lab.server(index).exec("docker image ls --format '{{.Repository}}:{{.Tag}}'")).toContain(
        `localhost:5555/homemade:${version}`,
      );
      expect(await listening(index)).toBe("");
      expect(await lab.server(index).exec("cat .docker/config.json 2>/dev/null; true")).toBe("");
    }
  });

  it("says which server does not forward its port, and changes nothing there", async () => {
    await project.commit(await anotherApp("which cannot be fetched"));
    expectSuccess(await project.landfall("build", "push"));
    await lab.server(0).exec("echo 'AllowTcpForwarding no' > /etc/ssh/sshd_config.d/closed.conf && pkill -HUP -o -x sshd");
    const refused = await project.landfall("deploy", "--skip-push");
    await lab.server(0).exec("rm /etc/ssh/sshd_config.d/closed.conf && pkill -HUP -o -x sshd");
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain(`${lab.server(0).address}: port 5555 cannot be forwarded`);
    expect(refused.stderr).toContain("AllowTcpForwarding");
    expect(await lab.server(0).exec("ls -a .kamal")).not.toContain("lock-");
  });

  it("says which server has another use for the port", async () => {
    const socket = "IO::Socket::INET->new(Listen => 1, ReuseAddr => 1, LocalAddr => q(127.0.0.1:5555))";
    const holder = `exec perl -MIO::Socket::INET -e '$held = ${socket} or die; sleep'`;
    await lab.server(1).exec(`(${holder}) >/dev/null 2>&1 & sleep 0.5`);
    const refused = await project.landfall("build", "pull");
    await lab.server(1).exec("pkill perl");
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain(`${lab.server(1).address}: port 5555 cannot be forwarded`);
    expect(refused.stderr).toContain("listens on 127.0.0.1:5555 already");
  });

  it("removes it and starts it again, without a login", async () => {
    const running = ["container", "ls", "--quiet", "--filter", "name=^kamal-docker-registry$"];
    expectSuccess(await project.landfall("registry", "remove"));
    expect(await docker(running)).toBe("");
    const pulled = await project.landfall("build", "pull");
    expect(pulled.stderr).toContain("Nothing listens on localhost:5555 here");
    expectSuccess(await project.landfall("registry", "setup"));
    expect(await docker(running)).not.toBe("");
    expectSuccess(await project.landfall("build", "deliver"));
    const refused = await project.landfall("registry", "login");
    expect(refused.stderr).toContain('use "registry setup" instead');
  });
});
