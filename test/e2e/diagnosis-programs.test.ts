import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runStep } from "../action/runner.ts";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { ownedName } from "../lab/label.ts";
import { answerOf } from "./answer.ts";
import { ends, faultyPrograms, inWhichImage } from "./faulty-programs.ts";
import { cmd, createFaultyProject } from "./faulty-project.ts";
import type { Project } from "./project.ts";
import { expectSuccess } from "./success.ts";
import { toldOf } from "./told-errors.ts";

describe("a program that does not stay", () => {
  let lab: Lab;
  let project: Project;
  let live: string;

  beforeAll(async () => {
    const [started, tag] = await Promise.all([
      startLab({ name: "diagnosis", servers: 2, registry: true }),
      buildKamalProxyImage(),
    ]);
    lab = started;
    await Promise.all(lab.servers.map((server) => server.addImage(tag)));
    project = await createFaultyProject(lab, { settings: { deploy_timeout: 10, readiness_delay: 3 } });
    live = await project.commit({});
    expectSuccess(await project.landfall("deploy"));
  });

  afterAll(() => lab.down());

  const hosts = (): string[] => lab.servers.map(({ address }) => address);
  const answers = (): Promise<string[]> => Promise.all(lab.servers.map(({ url }) => answerOf(url)));

  describe("in a role of its own", () => {
    let said: string;

    beforeAll(async () => {
      const roles = faultyPrograms.map(({ role, cmd, options = {} }, at) => [role, { hosts: [hosts()[at % 2]], cmd, options }]);
      await project.configure({
        servers: { web: { hosts: hosts() }, ...Object.fromEntries(roles) },
        boot: { parallel_roles: true },
      });
      await project.commit({ "note.txt": "programs" });
      const { exitCode, stderr } = await project.landfall("deploy");
      expect(exitCode).toBe(1);
      said = stderr;
    });

    it.each(faultyPrograms)("because it $it is told so, with its end and what to do", ({ role, what, remedy, known }) => {
      const { lines } = toldOf(role, said);
      expect(lines.filter((line) => line.startsWith("Likely cause: "))).toEqual([`Likely cause: ${what}`]);
      expect(lines).toContain(`What to do: ${remedy}`);
      for (const pattern of known) expect(lines.filter((line) => pattern.test(line))).not.toEqual([]);
    });

    it("leaves the old version serving on every server", async () => {
      expect(said).toContain(`(web) ${live} still serves`);
      expect(await answers()).toEqual([live, live]);
    });
  });

  it("once it was healthy is told by the last look, with what its program said", async () => {
    const [host = ""] = hosts();
    await project.configure({
      servers: { web: { hosts: [host], cmd: cmd("crash-soon") }, jobs: { hosts: [host], cmd: cmd("idle") } },
    });
    await project.commit({ "note.txt": "crashes" });
    const { exitCode, stderr } = await project.landfall("deploy");
    expect(exitCode).toBe(1);
    const { title, lines } = toldOf("web", stderr);
    expect(title).toBe("Look at what web came to");
    expect(lines).toContain(
      "Likely cause: Its program ended with exit code 7, and did so again when Docker had started it again",
    );
    expect(lines).toContainEqual(expect.stringMatching(ends(7)));
    await project.configure({});
    expectSuccess(await project.landfall("rollback", live));
    expect(await answers()).toEqual([live, live]);
  });

  it("in a release command is told, and nothing boots", async () => {
    await project.configure({ "x-landfall": { release: { command: cmd("variable") } } });
    await project.commit({ "note.txt": "release" });
    const { exitCode, stderr } = await project.landfall("deploy");
    expect(exitCode).toBe(1);
    const { title, lines } = toldOf("release", stderr);
    expect(title).toBe("Run the release command");
    expect(lines.slice(-3)).toEqual([
      "KeyError: 'DATABASE_URL'",
      "Likely cause: The release command misses DATABASE_URL in its environment",
      "What to do: Give it under env.clear or env.secret in deploy.yml",
    ]);
    expect(stderr).toContain(`Nothing that serves was changed: ${live} served`);
    await project.configure({ "x-landfall": { release: { command: "bin/migrate" } } });
    const { lines: missing } = toldOf("release", (await project.landfall("deploy")).stderr);
    expect(missing).toContain(`What to do: Look at x-landfall.release.command ${inWhichImage}`);
    expect(await answers()).toEqual([live, live]);
  });

  it("of an accessory is told with the accessory's own settings, and leaves nothing in the way", async () => {
    const image = `${lab.registry.address}/sample:${live}`;
    const [host = ""] = hosts();
    const store = { image, host, cmd: cmd("port"), proxy: { host: "store.example.com", healthcheck: { path: "/up" } } };
    await project.configure({
      accessories: { store, taken: { image, host, cmd: "sleep 1000", port: "80:80" }, absent: { image, host, cmd: "bin/db" } },
    });
    const told = async (name: string): Promise<readonly string[]> =>
      (await project.landfall("accessory", "boot", name)).stderr.split("\n").map((line) => line.trim());
    const [behindProxy, taken, absent] = [await told("store"), await told("taken"), await told("absent")];
    expect(behindProxy).toEqual(
      expect.arrayContaining([
        "Likely cause: The accessory listens on port 3000, and the proxy asks port 80",
        "What to do: accessories.store.proxy.app_port: 3000 in deploy.yml",
        "It listens on: 3000",
      ]),
    );
    expect(taken).toContain("Likely cause: Port 80 of the server is taken");
    expect(absent).toContain(`What to do: Look at accessories.absent.cmd ${inWhichImage}`);
    expect(await lab.server(0).exec("docker ps --all --format '{{.Names}}' | grep -E 'store|taken|absent' || true")).toBe("");
  });

  it("is somebody else's, who made one of its name meanwhile", async () => {
    const container = ownedName("diagnosis", lab.server(0).name);
    await hook(
      "pre-app-boot",
      `docker exec ${container} docker run --detach --name sample-web-$KAMAL_VERSION ${lab.registry.address}/sample:${live} sleep 1000`,
    );
    const version = await project.commit({ "note.txt": "a clash" });
    await project.configure({ servers: hosts().slice(0, 1) });
    const { exitCode, stderr } = await project.landfall("deploy");
    await hook("pre-app-boot", "true");
    expect(exitCode).toBe(1);
    const { lines } = toldOf("web", stderr);
    const name = `sample-web-${version}`;
    const id = await lab.server(0).exec(`docker inspect --format '{{slice .Id 0 12}}' ${name}`);
    expect(lines).toContain(`Likely cause: Somebody else has made a container ${name} (${id}) on the server meanwhile`);
    expect(await answerOf(lab.server(0).url)).toBe(live);
    await lab.server(0).exec(`docker rm --force ${name}`);
  });

  it("is told in the same words in a job's log, its summary and on the run's page", async () => {
    const [host = ""] = hosts();
    await project.configure({ servers: { web: { hosts: [host], cmd: cmd("port") } } });
    await project.commit({ "note.txt": "in a job" });
    const { main } = await runStep({
      workspace: project.directory,
      env: { PATH: project.env.PATH ?? "", TMPDIR: lab.folder },
      with: {
        "ssh-private-key": lab.sshKey.privateKey,
        "ssh-known-hosts": lab.knownHosts,
        secrets: JSON.stringify({ REGISTRY_PASSWORD: lab.registry.password, API_KEY: "k3y" }),
      },
    });
    const words = [
      "Likely cause: The app listens on port 3000, and the proxy asks port 80",
      "What to do: proxy.app_port: 3000 in deploy.yml",
      "It listens on: 3000",
    ];
    const summary = main.summary.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
    const page = main.annotations.map(({ message }) => message).join("\n");
    for (const line of words)
      expect({ line, log: main.log.includes(line), summary: summary.includes(line), page: page.includes(line) }).toEqual({
        ...{ line, log: true, summary: true, page: true },
      });
  });

  it("is deaf to SIGTERM: Docker kills it, and the next version goes live all the same", async () => {
    const [host = ""] = hosts();
    const options = { "stop-timeout": 1 };
    await project.configure({ servers: { web: { hosts: [host], cmd: cmd("deaf"), options } } });
    const deaf = await project.commit({ "note.txt": "deaf" });
    expectSuccess(await project.landfall("deploy"));
    await project.configure({ servers: { web: { hosts: [host], cmd: cmd("none"), options } } });
    const next = await project.commit({ "note.txt": "hears" });
    expectSuccess(await project.landfall("deploy"));
    expect(await answerOf(lab.server(0).url)).toBe(next);
    expect(await lab.server(0).exec(`docker inspect --format '{{.State.Status}} {{.State.ExitCode}}' sample-web-${deaf}`)).toBe(
      "exited 137",
    );
  });

  async function hook(name: string, script: string): Promise<void> {
    const path = join(project.directory, ".kamal/hooks", name);
    await mkdir(join(project.directory, ".kamal/hooks"), { recursive: true });
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
  }
});
