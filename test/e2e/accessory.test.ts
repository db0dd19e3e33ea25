import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { answerOf } from "./answer.ts";
import { createProject, type Project } from "./project.ts";
import { publish } from "./publication.ts";
import { expectSuccess } from "./success.ts";

describe("accessories", () => {
  let lab: Lab;
  let project: Project;
  let version: string;
  const storeAnswers = (): Promise<string> => answerOf(`${lab.server(0).url}/note`, "store.example.com");
  const on = (index: number, command: string): Promise<string> => lab.server(index).exec(command);

  beforeAll(async () => {
    const [started, tag] = await Promise.all([
      startLab({ name: "accessory", servers: 2, registry: true }),
      buildKamalProxyImage(),
    ]);
    lab = started;
    await Promise.all([lab.server(0).addImage(tag), publish(lab, "tool:1")]);
    project = await createProject(lab, { settings: { servers: [lab.server(0).address], accessories: accessoriesOf(lab) } });
    await writeFile(join(project.directory, "store.conf.erb"), "key is <%= ENV['API_KEY'] %>, size <%= ENV[\"SIZE\"] %>\n");
    await writeFile(join(project.directory, "plain.txt"), "first\n");
    version = await project.commit({});
  });

  afterAll(() => lab.down());

  it("boot with a setup, with their files, directories, variables and secrets", async () => {
    expectSuccess(await project.landfall("setup"));
    expect(await answerOf(lab.server(0).url)).toBe(version);
    expect(await on(0, "docker logs sample-store")).toBe("key is k3y-of-the-app, size 1G");
    expect(await on(0, "docker exec sample-store sh -c 'echo $SIZE $API_KEY $KAMAL_HOST'")).toBe(
      `1G k3y-of-the-app ${lab.server(0).address}`,
    );
    expect(
      await on(0, "stat -c '%a %U' sample-store/store.conf sample-store/data .kamal/apps/sample/env/accessories/store.env"),
    ).toBe("640 root\n700 root\n600 root");
    expect(await on(1, "docker ps --format '{{.Names}} {{.Label \"service\"}}'")).toBe("sample-cache sample-cache");
  });

  it("behind the proxy answer at their own host", async () => {
    await on(0, "echo kept > sample-store/data/note");
    expect(await storeAnswers()).toBe("kept");
    expect(await answerOf(lab.server(0).url)).toBe(version);
  });

  it("that are there are left alone by another boot", async () => {
    const before = await on(0, "docker ps --no-trunc --quiet");
    const ended = await project.landfall("accessory", "boot", "all");
    expectSuccess(ended);
    expect(ended.stdout.match(/Skipped: the container sample-(store|cache) exists already/g)).toHaveLength(3);
    expect(await on(0, "docker ps --no-trunc --quiet")).toBe(before);
  });

  it("show what runs, what it logged and what a command prints", async () => {
    expect((await project.landfall("accessory", "details", "all")).stdout.match(/sample-(store|cache)$/gm)).toHaveLength(3);
    expect((await project.landfall("accessory", "logs", "store", "--grep", "size")).stdout).toContain("size 1G");
    expect((await project.landfall("accessory", "exec", "cache", "--reuse", "echo $0-$(hostname | wc -l)")).stdout).toContain(
      "-1",
    );
    const fresh = await project.landfall("accessory", "exec", "store", "cat /store.conf");
    expect(fresh.stdout).toContain("key is [API_KEY], size 1G");
    expect((await project.landfall("accessory", "exec", "nobody", "true")).stderr).toContain("deploy.yml has store, cache");
  });

  it("see a file that was sent anew without a restart", async () => {
    await writeFile(join(project.directory, "plain.txt"), "second\n");
    expectSuccess(await project.landfall("accessory", "upload", "store"));
    expect(await on(0, "docker exec sample-store cat /plain.txt")).toBe("second");
  });

  it("stop, start and are replaced", async () => {
    expectSuccess(await project.landfall("accessory", "stop", "store"));
    expect(await on(0, "docker ps --quiet --filter name=sample-store")).toBe("");
    expect(await storeAnswers()).toBe(version);
    expectSuccess(await project.landfall("accessory", "start", "store"));
    const before = await on(0, "docker inspect --format '{{.Id}}' sample-store");
    expectSuccess(await project.landfall("accessory", "reboot", "store"));
    expect(await on(0, "docker inspect --format '{{.Id}}' sample-store")).not.toBe(before);
    expect(await storeAnswers()).toBe("kept");
  });

  it("that fail to boot say why and leave nothing in the way of the next boot", async () => {
    const { store, cache } = accessoriesOf(lab);
    const late = { ...cache, host: lab.server(0).address, hosts: undefined, port: "80:80" };
    await project.configure({ accessories: { store, cache, late } });
    const failed = await project.landfall("accessory", "boot", "late");
    expect(failed.exitCode).toBe(1);
    expect(failed.stderr).toContain("port is already allocated");
    expect(await on(0, "docker ps --all --quiet --filter name=sample-late")).toBe("");
    await project.configure({ accessories: { store, cache, late: { ...late, port: undefined } } });
    expectSuccess(await project.landfall("accessory", "boot", "late"));
  });

  it("go with their data when they are removed, and nothing else does", async () => {
    expect((await project.landfall("accessory", "remove", "store")).stderr).toContain("add -y to go on");
    expectSuccess(await project.landfall("accessory", "remove", "store", "-y"));
    expect(await on(0, "ls; docker ps --all --format '{{.Names}}'")).not.toContain("sample-store");
    expect(await on(0, "docker ps --format '{{.Names}}'")).toContain("sample-cache");
    expect(await answerOf(lab.server(0).url)).toBe(version);
    expect(await on(0, "tail -n 1 .kamal/sample-audit.log")).toMatch(/\[ann@example.com\] Removed store accessory image$/);
    expect(await project.landfall("lock", "status")).toMatchObject({ stdout: "There is no deploy lock\n" });
  });
});

/** Python's own web server, with a file of each kind; a cache on two servers. */
function accessoriesOf(lab: Lab): Readonly<Record<"store" | "cache", object>> {
  const image = `${lab.registry.address}/tool:1`;
  const options = { "stop-timeout": 1 };
  const serve = "exec python3 -m http.server 80 -d /data";
  return {
    store: {
      ...{ image, options, host: lab.server(0).address, cmd: `sh -c "cat /store.conf; ${serve}"` },
      env: { clear: { SIZE: "1G" }, secret: ["API_KEY"] },
      files: [{ local: "store.conf.erb", remote: "/store.conf", mode: "0640", options: "ro" }, "plain.txt:/plain.txt:ro"],
      directories: [{ local: "data", remote: "/data", mode: "0700" }],
      proxy: { host: "store.example.com", healthcheck: { path: "/" } },
    },
    cache: { image, options, hosts: [lab.server(0).address, lab.server(1).address], cmd: "sleep 1000" },
  };
}
