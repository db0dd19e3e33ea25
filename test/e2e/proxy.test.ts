import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCaddyImage } from "../lab/caddy/image.ts";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { answerOf } from "./answer.ts";
import { createProject, type Project } from "./project.ts";
import { expectSuccess } from "./success.ts";

const engines = {
  "kamal-proxy": { container: "kamal-proxy", settings: {} },
  caddy: { container: "landfall-caddy", settings: { "x-landfall": { proxy: { engine: "caddy" } } } },
} as const;

describe.each(["kamal-proxy", "caddy"] as const)("the commands of %s", (engine) => {
  const { container, settings } = engines[engine];
  let lab: Lab;
  let project: Project;
  let version: string;

  beforeAll(async () => {
    const [started, ...images] = await Promise.all([
      startLab({ name: `proxy-${engine}`, registry: true }),
      buildKamalProxyImage(),
      buildCaddyImage(),
    ]);
    lab = started;
    for (const image of images) await lab.server(0).addImage(image);
    project = await createProject(lab, { settings });
    version = await project.commit({});
    expectSuccess(await project.landfall("deploy"));
  });

  afterAll(() => lab.down());

  it("tell what runs and where requests go", async () => {
    const { address } = lab.server(0);
    const { stdout } = await project.landfall("proxy", "details", "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      proxies: [
        { host: address, container, state: "running", routes: [{ service: "sample-web", state: "running", tls: false }] },
      ],
    });
    expect((await project.landfall("proxy", "logs", "--lines", "1000")).stdout).toContain(address);
  });

  it("take the app out of service with any message, and put it back", async () => {
    const message = `<b>"It's" 100% & {env.PATH} \${HOME} $(id) \`id\` {{ .Message }}`;
    expectSuccess(await project.landfall("app", "maintenance", "--message", message));
    const page = await fetch(lab.server(0).url);
    expect(page.status).toBe(503);
    expect(unescaped(await page.text())).toContain(message);
    expect((await project.landfall("proxy", "details")).stdout).toMatch(/sample-web .* stopped /);
    expectSuccess(await project.landfall("app", "live"));
    expect(await answerOf(lab.server(0).url)).toBe(version);
  });

  it("reboot it as the file says now, between the hooks; its routes are there again", async () => {
    const diary = join(lab.folder, "diary");
    for (const name of ["pre-proxy-reboot", "post-proxy-reboot"])
      await hook(name, `echo "${name} $KAMAL_COMMAND $KAMAL_SUBCOMMAND $KAMAL_HOSTS $KAMAL_LOCK" >> ${diary}`);
    await project.configure({ proxy: { healthcheck: { path: "/up" }, run: { log_max_size: "7m" } } });
    expect((await project.landfall("proxy", "reboot")).stderr).toContain("add -y");
    expectSuccess(await project.landfall("proxy", "reboot", "-y"));
    expect(await answerOf(lab.server(0).url)).toBe(version);
    expect(await inspect("{{.HostConfig.LogConfig.Config}} {{.HostConfig.RestartPolicy.Name}}")).toBe(
      "map[max-size:7m] unless-stopped",
    );
    expect(await lab.server(0).exec(`docker ps --all --quiet --filter name=${container}`)).toMatch(/^\w{12}$/);
    const { address } = lab.server(0);
    expect((await readFile(diary, "utf8")).trim().split("\n")).toEqual([
      `pre-proxy-reboot proxy reboot ${address} true`,
      `post-proxy-reboot proxy reboot ${address} true`,
    ]);
    expect(await lab.server(0).exec("tail -n 1 .kamal/sample-audit.log")).toMatch(/\[ann@example.com\] Rebooted proxy$/);
  });

  it("go on with the old one when the new one does not start", async () => {
    const before = await inspect("{{.Id}}");
    await project.configure({ proxy: { healthcheck: { path: "/up" }, run: { http_port: 22 } } });
    const { exitCode, stderr } = await project.landfall("proxy", "reboot", "-y");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/22.*(in use|already allocated)/);
    expect(await answerOf(lab.server(0).url)).toBe(version);
    expect(await inspect("{{.Id}}")).toBe(before);
    expect(await lab.server(0).exec("ls .kamal")).not.toContain("lock-");
    await project.configure({});
  });

  it("stop it, and start it with its routes", async () => {
    expectSuccess(await project.landfall("proxy", "stop"));
    await expect(answerOf(lab.server(0).url)).rejects.toThrow("did not answer");
    expectSuccess(await project.landfall("proxy", "start"));
    await answering();
    expectSuccess(await project.landfall("proxy", "restart"));
    await answering();
  });

  it("boot no other engine beside it", async () => {
    const other = engines[engine === "caddy" ? "kamal-proxy" : "caddy"];
    await project.configure({ "x-landfall": {}, ...other.settings });
    const { exitCode, stderr } = await project.landfall("proxy", "boot");
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`${container} runs there and holds port 80 and 443`);
    await project.configure({});
  });

  it("remove it only when it is forced while apps are installed, and boot it again with its routes", async () => {
    const refused = await project.landfall("proxy", "remove");
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain("Apps are installed on this server: sample");
    expect(await inspect("{{.State.Status}}")).toBe("running");
    expectSuccess(await project.landfall("proxy", "remove", "--force"));
    expect(await lab.server(0).exec(`docker ps --all --quiet --filter name=${container}; ls .kamal`)).not.toMatch(
      /^\w{12}$|^proxy$/m,
    );
    await lab.server(0).addImage(engine === "caddy" ? await buildCaddyImage() : await buildKamalProxyImage());
    expectSuccess(await project.landfall("proxy", "boot"));
    await answering();
  });

  const inspect = (format: string): Promise<string> =>
    lab.server(0).exec(`docker container inspect --format '${format}' ${container}`);

  /** The proxy begins to answer a moment after its container has started. */
  async function answering(): Promise<void> {
    for (let tries = 0; tries < 50; tries += 1) {
      const answer = await answerOf(lab.server(0).url).catch(() => "");
      if (answer === version) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await answerOf(lab.server(0).url)).toBe(version);
  }

  async function hook(name: string, script: string): Promise<void> {
    const path = join(project.directory, ".kamal/hooks", name);
    await mkdir(join(project.directory, ".kamal/hooks"), { recursive: true });
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
  }
});

describe("kamal-proxy's boot config", () => {
  it("is set, shown and reset on the server, with a word that it is deprecated", async () => {
    await using lab = await startLab({ name: "boot-config", registry: true });
    const project = await createProject(lab);
    const set = await project.landfall(
      "proxy",
      "boot_config",
      "set",
      "--http-port",
      "8080",
      "--docker-options",
      "label=a=b",
      "init",
    );
    expectSuccess(set);
    expect(set.stderr).toContain("boot_config is deprecated");
    const options = "--publish 8080:80 --publish 443:443 --log-opt max-size=10m --label=a=b --init";
    expect(await lab.server(0).exec("cat .kamal/proxy/options")).toBe(options);
    expect((await project.landfall("proxy", "boot_config", "get")).stdout).toContain(`${options} basecamp/kamal-proxy:v0.9.2`);
    expectSuccess(await project.landfall("proxy", "boot_config", "reset"));
    expect(await lab.server(0).exec("ls -A .kamal/proxy")).toBe("");
  });
});

/** What a browser shows of a page's text. */
const unescaped = (html: string): string =>
  html
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
