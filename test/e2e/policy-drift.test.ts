import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCaddyImage } from "../lab/caddy/image.ts";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { ownedName } from "../lab/label.ts";
import { answerOf } from "./answer.ts";
import { createProject, type Project } from "./project.ts";
import { expectSuccess } from "./success.ts";

const engines = [
  { name: "kamal-proxy", image: buildKamalProxyImage },
  { name: "caddy", image: buildCaddyImage },
] as const;

/** What somebody does to the new container once it serves, and what the last look says of it. */
const meddling: Readonly<Record<string, readonly [command: string, found: RegExp]>> = {
  removes: ["docker rm --force $new", /web does not run: there is no container of it but sample-web-[0-9a-f]{40}: Exited/],
  stops: ["docker stop --time 0 $new", /web does not run: sample-web-[0-9a-f]{40}: Exited/],
  renames: ["docker rename $new app", /web runs in app, a name without a version, where [0-9a-f]{40} should/],
  kills: [
    "kill -9 $(docker inspect --format '{{.State.Pid}}' $new); while [ $(docker inspect --format '{{.RestartCount}}' $new) = 0 ]; do sleep 0.1; done",
    /sample-web-[0-9a-f]{40} ended by itself and was started again|Docker keeps starting sample-web-[0-9a-f]{40} again/,
  ],
};

describe.each(engines)("the last look at a server with $name", ({ name, image }) => {
  const labName = `policy-drift-${name}`;
  let lab: Lab;
  let project: Project;
  let version: string;

  beforeAll(async () => {
    const [started, tag] = await Promise.all([startLab({ name: labName, servers: 1, registry: true }), image()]);
    lab = started;
    await lab.server(0).addImage(tag);
    project = await createProject(lab, { settings: { "x-landfall": { proxy: { engine: name } } } });
    await mkdir(join(project.directory, ".kamal/hooks"), { recursive: true });
    version = await project.commit({});
    expectSuccess(await project.landfall("deploy"));
  });

  afterAll(() => lab.down());

  it.each(Object.entries(meddling))("calls it a failure that somebody %s the new container", async (_, [command, found]) => {
    const hook = await onceItServes(command);
    await project.commit({});
    const { exitCode, stderr } = await project.landfall("deploy");
    await rm(hook);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`ERROR on ${lab.server(0).address}: Look at what web came to`);
    expect(stderr).toMatch(found);
    expect(stderr).toContain(`"landfall check" looks again, "landfall rollback ${version}" goes back`);
    expect(stderr).toContain("What serves is not known.");
    expect(await lab.server(0).exec("ls .kamal")).not.toContain("lock-sample");
    expectSuccess(await project.landfall("rollback", version));
    expect(await answerOf(lab.server(0).url)).toBe(version);
  });

  /** By a hook that runs between the flip and the end of the old container. */
  async function onceItServes(command: string): Promise<string> {
    const hook = join(project.directory, ".kamal/hooks/post-app-boot");
    const there = `new=sample-web-$KAMAL_VERSION; ${command}`;
    await writeFile(
      hook,
      `#!/bin/sh\nexec docker exec --env KAMAL_VERSION ${ownedName(labName, "server-1")} sh -c '${there.replaceAll("'", "'\\''")}'\n`,
    );
    await chmod(hook, 0o755);
    return hook;
  }
});
