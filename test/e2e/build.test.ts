import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { docker, lines, run } from "../lab/command.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { createProject, type Project } from "./project.ts";
import { expectSuccess } from "./success.ts";

describe("building without a deploy", () => {
  let lab: Lab;
  let project: Project;

  beforeAll(async () => {
    lab = await startLab({ name: "build", servers: 1, registry: true });
    project = await createProject(lab, { name: "builds" });
  });

  afterAll(() => lab.down());

  it("pushes an image, and pulls it onto servers that were never deployed to", async () => {
    const version = await project.commit({});
    expectSuccess(await project.landfall("build", "push"));
    expect(await lab.registry.tags("builds")).toEqual([version, "latest"].sort());
    expect(await lab.server(0).exec("docker image ls --quiet")).toBe("");
    expectSuccess(await project.landfall("build", "pull"));
    expect(await lab.server(0).exec("docker image ls --format '{{.Tag}}'")).toBe(version);
    expect(await lab.server(0).exec("cat .kamal/builds-audit.log")).toContain(`Pulled image with version ${version}`);
  });

  it("does both at once, and says what was done where", async () => {
    const version = await project.commit({ "more.txt": "more\n" });
    const { exitCode, stdout } = await project.landfall("build", "deliver");
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`done on runner, ${lab.server(0).address}`);
    expect(await lab.server(0).exec("docker image ls --format '{{.Tag}}'")).toContain(version);
  });

  it("builds the working tree for this machine, and names what no commit has", async () => {
    const version = await project.commit({ ".dockerignore": "secret*\n", "known.txt": "1\n" });
    const files = { "known.txt": "2\n", "new file.txt": "3\n", "secret.txt": "4\n" };
    await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(project.directory, name), text)));
    const { exitCode, stderr } = await project.landfall("build", "dev");
    expect(exitCode).toBe(0);
    expect(stderr).toContain("Files with uncommitted changes will be in the image:\n  known.txt");
    expect(stderr).toContain("Untracked files will be in the image:\n  new file.txt");
    expect(stderr).not.toContain("secret.txt");
    const built = `${lab.registry.address}/builds:${version}-dirty`;
    expect(await docker(["inspect", "--format", "{{.Config.Labels.service}}", built])).toBe("builds");
    expect(await lab.registry.tags("builds")).not.toContain(`${version}-dirty`);
  });

  it("says before it reaches any server that Docker is not here", async () => {
    const bin = join(lab.folder, "without-docker");
    await mkdir(bin);
    await symlink(await run("sh", ["-c", "command -v git"]), join(bin, "git"));
    const poor = await createProject(lab, { name: "poor", env: { PATH: bin }, settings: { servers: ["192.0.2.1"] } });
    for (const command of [["deploy"], ["build", "push"]]) {
      const { exitCode, stderr } = await poor.landfall(...command);
      expect(exitCode).toBe(1);
      expect(stderr).toContain("Docker is not installed here");
      expect(stderr).not.toContain("192.0.2.1");
    }
  });

  it("makes, replaces and removes a builder on another machine, reached by ssh", async () => {
    const remote = `ssh://root@${lab.server(0).address}`;
    const distant = await createProject(lab, {
      ...{ name: "distant", env: { PATH: `${await sshFor(lab)}:${process.env.PATH}` } },
      settings: { builder: { arch: "amd64", remote, local: false } },
    });
    const mine = (...args: readonly string[]): Promise<string> => docker(args, { env: distant.env });
    const name = `kamal-remote-${remote.replaceAll(/[^a-z0-9_-]/g, "-")}`;
    const context = `${name}-context`;
    const endpoint = ["context", "inspect", context, "--format", "{{.Endpoints.docker.Host}}"];
    const endpoints = async (builder: string): Promise<string> =>
      lines(await mine("buildx", "inspect", builder))
        .filter((line) => line.startsWith("Endpoint:"))
        .join("\n");

    expectSuccess(await distant.landfall("build", "create"));
    expect(await mine(...endpoint)).toBe(remote);
    expect(await endpoints(name)).toContain(context);
    const details = await distant.landfall("build", "details");
    expect(details.stdout).toContain("Builder: remote");
    expect(details.stdout).toContain(context);

    await mine("context", "update", context, "--docker", "host=ssh://root@192.0.2.1");
    expectSuccess(await distant.landfall("build", "create"));
    expect(await mine(...endpoint)).toBe(remote);
    expect((await distant.landfall("build", "create")).stdout).toContain("nothing to do");

    expectSuccess(await distant.landfall("build", "remove"));
    expect(await mine("context", "ls", "--quiet")).toBe("default");

    const hybrid = name.replace("remote", "hybrid-docker-container");
    await distant.configure({ builder: { arch: ["amd64", "arm64"], remote } });
    expectSuccess(await distant.landfall("build", "create"));
    expect(await endpoints(hybrid)).toMatch(new RegExp(`^Endpoint: +unix://.*\nEndpoint: +${hybrid}-context`));
    expectSuccess(await distant.landfall("build", "remove"));
    expect(await mine("context", "ls", "--quiet")).toBe("default");
  });
});

/** Docker asks `ssh` for its connections, which looks for keys in no home but the user's own. */
async function sshFor({ folder, sshKey, knownHosts }: Lab): Promise<string> {
  const bin = join(folder, "with-ssh");
  await mkdir(bin);
  await writeFile(join(bin, "known_hosts"), knownHosts);
  const options = ["-F", "/dev/null", "-i", sshKey.path, "-o", `UserKnownHostsFile=${join(bin, "known_hosts")}`];
  await writeFile(join(bin, "ssh"), `#!/bin/sh\nexec /usr/bin/ssh ${options.join(" ")} "$@"\n`, { mode: 0o755 });
  return bin;
}
