import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { answerOf } from "./answer.ts";
import { anotherApp, createProject, type Project } from "./project.ts";
import { expectSuccess } from "./success.ts";

/** What is to be written to a disk that has no room left. */
interface FullDisk {
  readonly holds: string;
  /** Counted from 0. */
  readonly server: number;
  readonly directory: string;
  /** Of mount; the file system has room for this and no more. */
  readonly size: string;
  readonly fails: string;
  readonly says: string;
}

const disks: readonly FullDisk[] = [
  {
    ...{ holds: "Docker's downloads go", server: 1, directory: "/var/lib/docker/tmp", size: "size=4k" },
    ...{ fails: "Pull ", says: "no space left on device\n  Its disk is full: df -h and df -i tell where" },
  },
  {
    ...{ holds: "the app's environment goes", server: 1, directory: ".kamal/apps/sample/env", size: "size=4k" },
    ...{ fails: "Boot web", says: "Is the disk full?" },
  },
  {
    ...{ holds: "the deploy lock is", server: 0, directory: ".kamal", size: "size=4k" },
    ...{ fails: "Take the deploy lock", says: "Is the disk full?" },
  },
  {
    ...{ holds: "the deploy lock is, without inodes", server: 0, directory: ".kamal", size: "nr_inodes=1" },
    ...{ fails: "Take the deploy lock", says: "No space left on device\n  Its disk is full" },
  },
];

describe("a deploy to a server whose disk is full", () => {
  let lab: Lab;
  let project: Project;
  let serving: string;

  beforeAll(async () => {
    const [started, tag] = await Promise.all([startLab({ name: "full", servers: 2, registry: true }), buildKamalProxyImage()]);
    lab = started;
    await Promise.all(lab.servers.map((server) => server.addImage(tag)));
    project = await createProject(lab);
    serving = await project.commit({});
    expectSuccess(await project.landfall("setup"));
  });

  afterAll(() => lab.down());

  const answers = (): Promise<string[]> => Promise.all(lab.servers.map(({ url }) => answerOf(url)));

  it.each(disks)("where $holds, says so and leaves what serves", async ({ server: index, directory, size, fails, says }) => {
    const server = lab.server(index);
    await server.exec(
      `mount -t tmpfs -o ${size} tmpfs ${directory}; dd if=/dev/zero of=${directory}/fill bs=4k count=1 2>/dev/null || true`,
    );
    await project.commit(await anotherApp(`for ${directory} ${size}`));
    const { exitCode, stderr } = await project.landfall("deploy");
    await server.exec(`umount ${directory}`);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`ERROR on ${server.address}: ${fails}`);
    expect(stderr).toContain(says);
    expect(stderr).toMatch(new RegExp(`(${serving} still serves|${serving} served when this run looked)`));
    expect(await answers()).toEqual([serving, serving]);
    expect(await lab.server(0).exec("ls -d .kamal/lock-* 2>/dev/null || true")).toBe("");
  });

  it("comes through once there is room again", async () => {
    serving = await project.commit({});
    expectSuccess(await project.landfall("deploy"));
    expect(await answers()).toEqual([serving, serving]);
  });
});
