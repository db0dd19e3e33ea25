import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import type { Server } from "../lab/server.ts";
import { answerOf } from "./answer.ts";
import { anotherApp, createProject, type Project, type Running } from "./project.ts";
import { hasReached, hold, letGo, slowDown, speedUp } from "./slow-docker.ts";
import { expectSuccess } from "./success.ts";
import { until } from "./until.ts";

interface Versions {
  readonly old: string;
  readonly new: string;
}

describe("a deploy to a server that loses its power", () => {
  let lab: Lab;
  let project: Project;
  let well: Server;
  let dying: Server;
  let serving: string;

  beforeAll(async () => {
    const [started, tag] = await Promise.all([startLab({ name: "power", servers: 2, registry: true }), buildKamalProxyImage()]);
    lab = started;
    [well, dying] = [lab.server(0), lab.server(1)];
    await Promise.all(lab.servers.map((each) => each.addImage(tag)));
    project = await createProject(lab);
    serving = await project.commit({});
    expectSuccess(await project.landfall("setup"));
  });
  afterEach(() => Promise.all(lab.servers.map(speedUp)));
  afterAll(() => lab.down());

  const locks = (): Promise<string> => well.exec("ls -d .kamal/lock-* 2>/dev/null || true");

  it("is refused while that is down, before anything is changed", async () => {
    await dying.stop();
    const { exitCode, stderr } = await project.landfall("deploy");
    await dying.start();
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      new RegExp(`ERROR on ${dying.address}: Look at what runs\\n.*(there is no route to it from here|no answer from port 22)`),
    );
    expect(stderr).toContain(`on ${well.address} ${serving} served when this run looked`);
    expect(stderr).toContain(`on ${dying.address} what serves is not known`);
    await until(async () => (await answerOf(dying.url).catch(() => "")) === serving);
  });

  /** When it comes, and which version both servers can have afterwards. */
  const moments = {
    "while it pulls": {
      ...{ slow: () => slowDown(dying, "pull*"), come: () => until(() => hasReached(dying)), fails: "Pull ", stays: false },
      serves: (versions: Versions) =>
        new RegExp(`Nothing that serves was changed: .*${versions.old} served when this run looked`),
    },
    "while it boots the new version": {
      ...{ slow: () => slowDown(dying, "run*"), come: () => until(() => hasReached(dying)), fails: "Boot web", stays: false },
      serves: (versions: Versions) =>
        new RegExp(
          `On ${well.address} ${versions.old} still serves; on ${dying.address} ${versions.old} or ${versions.new} may serve`,
        ),
    },
    "once traffic has moved there": {
      slow: () => hold(well, "run*"),
      come: (deploying: Running) => deploying.said(new RegExp(`✓ ${dying.address} .*Send web traffic to`)),
      ...{ fails: "Stop the old web", stays: true },
      serves: (versions: Versions) =>
        new RegExp(
          `On ${well.address} ${versions.new} serves; on ${dying.address} what serves is not known\\.(.|\\n)*\`landfall check\` tells what serves on ${dying.address}`,
        ),
    },
  };

  it.each(Object.entries(moments))(
    "%s says where, and the next deploy makes all one again",
    async (_, { slow, come, fails, stays, serves }) => {
      await slow();
      const version = await project.commit(await anotherApp(`until the power fails ${fails}`));
      const deploying = project.start("deploy");
      await come(deploying);
      await dying.stop();
      await letGo(well);
      const { exitCode, stderr } = await deploying.ended;
      expect(exitCode).toBe(1);
      expect(stderr).toContain(`ERROR on ${dying.address}: ${fails}`);
      expect(stderr).toMatch(serves({ old: serving, new: version }));
      expect(await answerOf(well.url)).toBe(stays ? version : serving);
      expect(await locks()).toBe("");
      await dying.start();
      await Promise.all(lab.servers.map(speedUp));
      const next = await project.landfall("deploy");
      expectSuccess(next);
      serving = version;
      expect(await Promise.all(lab.servers.map(({ url }) => answerOf(url)))).toEqual([serving, serving]);
    },
  );
});
