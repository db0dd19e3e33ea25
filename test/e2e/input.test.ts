import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { createProject, type Project } from "./project.ts";
import { expectSuccess } from "./success.ts";

describe("what a person can get wrong", () => {
  let lab: Lab;
  let project: Project;

  beforeAll(async () => {
    const [started, tag] = await Promise.all([startLab({ name: "input", servers: 1, registry: true }), buildKamalProxyImage()]);
    lab = started;
    await lab.server(0).addImage(tag);
    project = await createProject(lab);
  });

  afterAll(() => lab.down());

  it("in deploy.yml is told with its place, before any server is reached", async () => {
    await project.configure({ servers: ["192.0.2.1"], proxy: { app_prot: 80 } });
    const { exitCode, stderr } = await project.landfall("deploy");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/config\/deploy\.yml:\d+:\d+ {2}proxy.*app_prot/);
    expect(stderr).toContain("app_port");
    expect(stderr).not.toMatch(/^\s+at /m);
    await project.configure({});
  });

  it("with secrets is told for all of them at once, before anything is built", async () => {
    await project.configure({ env: { secret: ["API_KEY", "STRIPE_KEY", "MAIL_KEY"] } });
    const { exitCode, stderr } = await project.landfall("deploy");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("STRIPE_KEY");
    expect(stderr).toContain("MAIL_KEY");
    expect(await lab.registry.tags("sample").catch(() => [])).toEqual([]);
    await project.configure({});
  });

  it("with a version to go back to fails and changes nothing", async () => {
    const version = await project.commit({});
    expectSuccess(await project.landfall("deploy"));
    const { exitCode, stderr } = await project.landfall("rollback", "0000000");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("0000000");
    expect(stderr).toContain(`Nothing that serves was changed: ${version} served`);
    expect(await lab.server(0).exec("ls .kamal")).not.toContain("lock-");
    expect((await project.landfall("rollback", "$(reboot)")).stderr).toContain("is no version");
  });

  it("is seen beforehand: a dry run shows every command and changes nothing", async () => {
    const before = await lab
      .server(0)
      .exec("find .kamal | sort; docker ps --all --format '{{.ID}} {{.Names}} {{.Status}}' | cut -d' ' -f1-3");
    const dry = await project.landfall("deploy", "--dry-run", "--json");
    expectSuccess(dry);
    expect(dry.stdout).not.toContain("k3y-of-the-app");
    expect(dry.stdout).not.toContain(lab.registry.password);
    const { stages } = JSON.parse(dry.stdout);
    expect(stages.map(({ stage }: { stage: string }) => stage)).toEqual([
      "look",
      "build",
      "prepare",
      "lock",
      "pull",
      "boot",
      "undo",
      "retire",
      "prune",
      "unlock",
    ]);
    expect(
      await lab.server(0).exec("find .kamal | sort; docker ps --all --format '{{.ID}} {{.Names}} {{.Status}}' | cut -d' ' -f1-3"),
    ).toBe(before);
  });

  it("can be planned from saved facts without any server", async () => {
    const facts = await project.landfall("facts", "--json");
    const file = join(lab.folder, "facts.json");
    await writeFile(file, facts.stdout);
    const known = join(project.env.HOME ?? "", ".ssh/known_hosts");
    const lines = await readFile(known, "utf8");
    await rm(known);
    const planned = await project.landfall("deploy", "--dry-run", "--facts", file);
    await writeFile(known, lines);
    expectSuccess(planned);
    expect(planned.stdout).toContain("docker run --detach --restart unless-stopped");
  });
});
