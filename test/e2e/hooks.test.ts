import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { createProject, type Project } from "./project.ts";
import { expectSuccess } from "./success.ts";

const names = ["pre-connect", "pre-build", "pre-deploy", "pre-app-boot", "post-app-boot", "post-deploy"];

describe("a project's hooks", () => {
  let lab: Lab;
  let project: Project;
  let diary: string;

  beforeAll(async () => {
    const [started, tag] = await Promise.all([startLab({ name: "hooks", servers: 2, registry: true }), buildKamalProxyImage()]);
    lab = started;
    await Promise.all(lab.servers.map((server) => server.addImage(tag)));
    project = await createProject(lab, { settings: { boot: { limit: 1 } } });
    diary = join(lab.folder, "diary");
    await mkdir(join(project.directory, ".kamal/hooks"), { recursive: true });
    for (const name of names)
      await write(name, `echo "${name} $KAMAL_COMMAND $KAMAL_VERSION $KAMAL_HOSTS \${API_KEY:-no key} $KAMAL_LOCK" >> ${diary}`);
  });

  afterAll(() => lab.down());

  it("run in Kamal's order, with its environment, and secrets only where Kamal gives them", async () => {
    const version = await project.commit({});
    expectSuccess(await project.landfall("deploy"));
    const [one, other] = lab.servers.map(({ address }) => address);
    expect((await readFile(diary, "utf8")).trim().split("\n")).toEqual([
      `pre-connect deploy ${version} ${one},${other} k3y-of-the-app false`,
      `pre-build deploy ${version} ${one},${other} no key false`,
      `pre-deploy deploy ${version} ${one},${other} k3y-of-the-app true`,
      `pre-app-boot deploy ${version} ${one} no key true`,
      `post-app-boot deploy ${version} ${one} no key true`,
      `pre-app-boot deploy ${version} ${other} no key true`,
      `post-app-boot deploy ${version} ${other} no key true`,
      `post-deploy deploy ${version} ${one},${other} k3y-of-the-app false`,
    ]);
  });

  it("stop the deploy when they fail, with what they said, before anything boots", async () => {
    await write("pre-deploy", "echo 'the migration failed'; exit 3");
    const version = await project.commit({ "note.txt": "not to be deployed" });
    const { exitCode, stderr } = await project.landfall("deploy");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("the migration failed");
    expect(await lab.server(0).exec(`docker ps --all --quiet --filter name=${version}`)).toBe("");
    expect(await lab.server(0).exec("ls .kamal")).not.toContain("lock-");
    expectSuccess(await project.landfall("deploy", "--skip-hooks"));
  });

  async function write(name: string, script: string): Promise<void> {
    const path = join(project.directory, ".kamal/hooks", name);
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
  }
});
