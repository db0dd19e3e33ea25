import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { docker, lines, run } from "../lab/command.ts";
import { buildApp } from "../lab/image.ts";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { answerOf } from "./answer.ts";
import { createProject, type Project, type ProjectOptions } from "./project.ts";
import { expectSuccess } from "./success.ts";

describe("an image that was built elsewhere", () => {
  let lab: Lab;
  let other: string;
  let push: (mark: string, tag: string) => Promise<string>;

  beforeAll(async () => {
    const [started, tag] = await Promise.all([startLab({ name: "image", servers: 2, registry: true }), buildKamalProxyImage()]);
    lab = started;
    await Promise.all(lab.servers.map((server) => server.addImage(tag)));
    other = `${lab.registry.address}/acme/other`;
    push = await pusher(lab, other);
  });

  afterAll(() => lab.down());

  /** A service of its own, by its name's host. */
  const aProject = (name: string, options: ProjectOptions = {}): Promise<Project> =>
    createProject(lab, {
      ...{ name, ...options },
      settings: { proxy: { host: hostOf(name), healthcheck: { path: "/up" } }, ...options.settings },
    });
  const hostOf = (name: string): string => `${name}.example.com`;
  const answers = (name: string): Promise<string[]> => Promise.all(lab.servers.map(({ url }) => answerOf(url, hostOf(name))));

  /** What a server calls the images that it has of one digest or more. */
  const imagesOn = async (index: number, pattern = "*"): Promise<string[]> =>
    lines(
      await lab.server(index).exec(`docker image ls --filter 'reference=${pattern}' --format '{{.Repository}}:{{.Tag}}'`),
    ).sort();
  const markOn = (index: number, container: string): Promise<string> =>
    lab.server(index).exec(`docker inspect --format '{{.Config.Labels.mark}}' ${container}`);

  it("is deployed by its tag, from a machine without Docker, and is what a version of the service is", async () => {
    const digest = await push("first", "build-77");
    const project = await aProject("by-tag", { env: { PATH: await withoutDocker(lab) } });
    const deployed = await project.landfall("deploy", "--image", `${other}:build-77`, "--json");
    expectSuccess(deployed);
    expect(JSON.parse(deployed.stdout)).toMatchObject({ version: "build-77", image: `${other}:build-77`, digest });
    expect(await answers("by-tag")).toEqual(["build-77", "build-77"]);
    for (const index of lab.servers.keys()) {
      const own = `${lab.registry.address}/by-tag`;
      expect(await imagesOn(index, `${own}:*`)).toEqual([`${own}:build-77`, `${own}:latest`]);
      expect(await imagesOn(index, other)).toEqual([]);
      expect(await markOn(index, "by-tag-web-build-77")).toBe("first");
    }
    const moved = await push("second", "build-77");
    const again = await project.landfall("deploy", "--image", `${other}:build-77`, "--json");
    expect(JSON.parse(again.stdout)).toMatchObject({ version: "build-77", digest: moved });
    for (const index of lab.servers.keys()) expect(await markOn(index, "by-tag-web-build-77")).toBe("second");
  });

  it("is the same on all servers while its tag moves, and each is a version to go back to", async () => {
    const project = await aProject("moving");
    const versions: string[] = [];
    for (const mark of ["one", "two"]) {
      const digest = await push(mark, "latest");
      expectSuccess(await project.landfall("deploy", "--image", `${other}:latest`));
      versions.push(`sha256-${digest.slice(7, 19)}`);
      expect(new Set(await answers("moving"))).toEqual(new Set(versions.slice(-1)));
      for (const index of lab.servers.keys()) {
        expect(await markOn(index, `moving-web-${versions.at(-1)}`)).toBe(mark);
      }
    }
    const [first = "", second = ""] = versions;
    await lose("moving", first, 1);
    const back = await project.landfall("rollback", first, "--json");
    expectSuccess(back);
    expect(JSON.parse(back.stdout)).toMatchObject({ digest: expect.stringContaining(first.slice(7)), image: `${other}:latest` });
    for (const index of lab.servers.keys()) expect(await markOn(index, `moving-web-${first}`)).toBe("one");
    await Promise.all([...lab.servers.keys()].map((index) => lose("moving", second, index)));
    const lost = await project.landfall("rollback", second);
    expect(lost.exitCode).toBe(1);
    expect(lost.stderr).toContain("--image");
    expect(new Set(await answers("moving"))).toEqual(new Set([first]));
  });

  it("is pruned like any other version", async () => {
    const project = await aProject("pruned", { settings: { retain_containers: 1 } });
    for (const version of ["v1", "v2", "v3"]) {
      await push(version, version);
      expectSuccess(await project.landfall("deploy", "--image", `${other}:${version}`));
    }
    const own = `${lab.registry.address}/pruned`;
    expect(await imagesOn(0, `${own}:*`)).toEqual(["latest", "v2", "v3"].map((tag) => `${own}:${tag}`));
    expect(await markOn(0, "pruned-web-v2")).toBe("v2");
  });

  it("is one of the service's own by a tag or a digest alone", async () => {
    const digest = await push("own", "own");
    const project = await aProject("own", { settings: { image: "acme/other" } });
    const byTag = await project.landfall("deploy", "--image", "own", "--json");
    expect(JSON.parse(byTag.stdout)).toMatchObject({ version: "own", digest });
    expectSuccess(await project.landfall("deploy", "--image", digest, "--version", "again"));
    expect(await answers("own")).toEqual(["again", "again"]);
    const back = await project.landfall("rollback", "own", "--json");
    expect(JSON.parse(back.stdout)).toMatchObject({ version: "own", digest });
  });

  describe("that cannot be had", () => {
    let project: Project;

    beforeAll(async () => {
      project = await aProject("nothing");
    });

    it.each([
      ["nowhere in its registry", ["acme/other:nope"], "There is no image"],
      ["of a name that nothing can have", ["Acme/Other:1"], "must be in lower case"],
      ["known by half of a digest", ["acme/other@sha256:12"], "64 digits"],
    ])("as it is %s is said before any server is reached", async (_, [image = ""], reason) => {
      const { exitCode, stderr } = await project.landfall("deploy", "--image", `${lab.registry.address}/${image}`);
      expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining(reason) });
      expect(stderr).not.toContain("Look");
    });

    it("by that digest leaves everything as it was", async () => {
      const { exitCode, stderr } = await project.landfall("deploy", "--image", `${other}@sha256:${"0".repeat(64)}`);
      expect(exitCode).toBe(1);
      expect(stderr).toContain("manifest unknown");
      expect(stderr).toContain("Nothing that serves was changed");
      expect(await lab.server(0).exec("ls .kamal")).not.toContain("lock-nothing");
    });

    it("with a wrong password is said before any server is reached", async () => {
      await writeFile(join(project.directory, ".kamal/secrets"), "REGISTRY_PASSWORD=wr0ng-password\nAPI_KEY=k3y\n");
      const { exitCode, stderr } = await project.landfall("deploy", "--image", `${other}:build-77`);
      expect(exitCode).toBe(1);
      expect(stderr).toContain(`does not show ${other}:build-77 to lab`);
      expect(stderr).not.toContain("wr0ng");
    });

    it("as a rollback takes none", async () => {
      const { exitCode, stderr } = await project.landfall("rollback", "--image", `${other}:build-77`);
      expect(exitCode).toBe(1);
      expect(stderr).toContain("takes a version that was deployed before");
    });
  });

  /** As if another had tidied up there. */
  async function lose(service: string, version: string, index: number): Promise<void> {
    const container = `${service}-web-${version}`;
    await lab.server(index).exec(`docker rm --force ${container}; docker rmi ${lab.registry.address}/${service}:${version}`);
  }
});

/** Pushes images that are told apart by a label, and are no service's. Resolves to the digest. */
async function pusher({ registry, folder }: Lab, repository: string) {
  const config = ["--config", join(folder, "docker-of-another")];
  const { address, username, password } = registry;
  await docker([...config, "login", address, "-u", username, "--password-stdin"], { input: password });
  await buildApp(`${repository}:app`);
  return async (mark: string, tag: string): Promise<string> => {
    const name = `${repository}:${tag}`;
    const build = ["buildx", "--builder", "default", "build", "--quiet", "--label", `mark=${mark}`, "--tag", name, "-"];
    await docker(build, { input: `FROM ${repository}:app\n` });
    const pushed = await docker([...config, "push", name]);
    await docker(["rmi", name]);
    return /sha256:[0-9a-f]{64}/.exec(pushed)?.[0] ?? "";
  };
}

/** A PATH with git alone. */
async function withoutDocker({ folder }: Lab): Promise<string> {
  const bin = join(folder, "without-docker");
  await mkdir(bin);
  await symlink(await run("sh", ["-c", "command -v git"]), join(bin, "git"));
  return bin;
}
