import { describe, expect, it } from "vitest";
import { planClose } from "../../../src/core/plan/close.ts";
import { planDeliver } from "../../../src/core/plan/deliver.ts";
import { planDeploy } from "../../../src/core/plan/deploy.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { hasFailed } from "../../../src/core/report/report.ts";
import { aConfig, aContainer, aFacts, aProxyContainer, aRelease, aRole, aWorker, factsOfAll } from "../../support.ts";
import { aWorld } from "../../world.ts";

/** Web on a and b and workers on a, where version 123 runs. */
const roles = [aRole({ hosts: ["a", "b"] }), aWorker({ hosts: ["a"] })];
const facts = factsOfAll(
  aFacts("a", { containers: [aContainer(), aContainer({ role: "workers", id: "id-worker" }), aProxyContainer()] }),
  aFacts("b", { containers: [aContainer(), aProxyContainer()] }),
);
const replacing: Plan = planDeploy(aRelease({ config: aConfig({ roles }) }), facts, { prune: true });
const closing = planClose(aRelease({ config: aConfig({ roles }) }), "{}");
const all = replacing.steps.map(({ id }) => id);

/** The steps that did their work, in order, in a world where something goes wrong. */
async function ran(mishaps: Parameters<typeof aWorld>[0], plan = replacing): Promise<readonly string[]> {
  const world = aWorld(mishaps);
  await world.execute(plan);
  await world.execute(closing);
  return world.ran;
}

const closed = ["unlock", "record a"];
const undos = (ids: readonly string[]): string[] => ids.filter((id) => /^(explain|return|stop) /.test(id));
const indexOf = (ids: readonly string[], id: string): number => {
  expect(ids).toContain(id);
  return ids.indexOf(id);
};

describe("a deploy in which all goes well", () => {
  it("undoes nothing and does all else", async () => {
    const ids = await ran({});
    expect([...ids].sort()).toEqual([...all.filter((id) => !/^(explain|return|stop|hold) /.test(id)), ...closed].sort());
    expect(ids.slice(-2)).toEqual(closed);
  });
});

describe("a deploy in which a container does not start", () => {
  it("says why, stops it, sends all other traffic back, and unlocks last", async () => {
    const ids = await ran({ failing: "run web b" });
    expect(undos(ids).sort()).toEqual(["explain web b", "return web a", "stop web a", "stop web b"]);
    expect(ids.slice(-2)).toEqual(closed);
  });

  it("boots no other role, and retires, tags and prunes nothing", async () => {
    const ids = await ran({ failing: "run web b" });
    expect(ids.filter((id) => /^(run workers|retire|tag|prune)/.test(id))).toEqual([]);
  });
});

describe("a deploy that loses a server while a container boots there", () => {
  it("sends traffic back there, too: the server may have gone on by itself", async () => {
    const ids = await ran({ losing: "run web b" });
    expect(undos(ids).sort()).toEqual(["return web a", "return web b", "stop web a", "stop web b"]);
    expect(indexOf(ids, "return web b")).toBeLessThan(indexOf(ids, "stop web b"));
  });

  it("looks after the traffic there once more when the new container is gone: the flip may have come through meanwhile", async () => {
    const ids = await ran({ losing: "flip web b" });
    expect(ids.filter((id) => id.startsWith("hold "))).toEqual(["hold web b"]);
    expect(indexOf(ids, "stop web b")).toBeLessThan(indexOf(ids, "hold web b"));
  });
});

describe("a deploy in which a container never gets healthy", () => {
  it("asks it why before it stops it", async () => {
    const ids = await ran({ failing: "flip web a" });
    expect(indexOf(ids, "explain web a")).toBeLessThan(indexOf(ids, "stop web a"));
  });

  it("sends traffic back before it stops what took it", async () => {
    const ids = await ran({ failing: "flip web a" });
    expect(indexOf(ids, "return web b")).toBeLessThan(indexOf(ids, "stop web b"));
  });

  it("sends back the primary role, too, when another role fails", async () => {
    const ids = await ran({ failing: "ready workers a" });
    expect(undos(ids).sort()).toEqual([
      "explain workers a",
      "return web a",
      "return web b",
      "stop web a",
      "stop web b",
      "stop workers a",
    ]);
  });

  it("leaves the hosts of later groups as they were", async () => {
    const boot = { limit: { hosts: 1 }, wait: 5, parallelRoles: false };
    const grouped = planDeploy(aRelease({ config: aConfig({ roles, boot }) }), facts, { prune: true });
    expect((await ran({ failing: "flip web a" }, grouped)).filter((id) => / b$/.test(id))).toEqual([]);
  });
});

describe("a deploy that has to be undone", () => {
  it("leaves the new container running where traffic could not be sent back to the old", async () => {
    const stuck = aWorld({ failing: /deploy app-web --target=id-123/, cancelAfter: "flip web b" });
    await stuck.execute(replacing);
    expect(stuck.ran).toContain("return web b");
    expect(stuck.ran).not.toContain("stop web b");
  });

  it("sends traffic back where the flip may have happened, but its connection was lost before it could say so", async () => {
    expect(undos(await ran({ losing: "flip web a" }))).toContain("return web a");
  });

  it("stops a container that may have been made, but whose connection was lost before it could say so", async () => {
    expect(undos(await ran({ losing: "run web a" }))).toContain("stop web a");
  });

  it("takes the route away where nothing served before", async () => {
    const first = planDeploy(aRelease(), factsOfAll(aFacts()), { prune: true });
    const world = aWorld({ cancelAfter: "flip web 1.1.1.1" });
    await world.execute(first);
    expect(undos(world.ran)).toEqual([]);
    const back = first.steps.find(({ id }) => id === "return web 1.1.1.1");
    expect(String(back?.run)).toBe("docker exec kamal-proxy kamal-proxy remove app-web || true");
  });
});

describe("a deploy in which all is healthy, but what follows goes wrong", () => {
  it.each(["retire web a", "tag a", "prune b"])("serves the new version though %s fails, and unlocks", async (failing) => {
    const ids = await ran({ failing });
    expect(undos(ids)).toEqual([]);
    expect(ids.slice(-2)).toEqual(closed);
  });

  it("still tidies the other hosts", async () => {
    expect(await ran({ failing: "tag a" })).toContain("prune b");
  });
});

describe("a deploy that is cancelled", () => {
  it.each(all.filter((id) => !/^(explain|return|stop|hold)/.test(id)))("unlocks last if that is before: %s", async (id) => {
    const ids = await ran({ cancelBefore: id });
    expect(ids).not.toContain(id);
    expect(ids.slice(-2)).toEqual(closed);
  });

  it.each(["run web a", "flip web a", "run web b", "flip web b", "run workers a", "ready workers a"])(
    "is undone wherever it had begun if that is during: %s",
    async (id) => {
      const ids = await ran({ cancelDuring: id });
      const toUndo = ids.flatMap(
        (done) =>
          done
            .match(/^run (.*)/)
            ?.slice(1)
            .map((what) => `stop ${what}`) ?? [],
      );
      const toReturn = ids.flatMap(
        (done) =>
          done
            .match(/^flip (.*)/)
            ?.slice(1)
            .map((what) => `return ${what}`) ?? [],
      );
      expect(ids).toEqual(expect.arrayContaining([...toUndo, ...toReturn]));
      expect(ids.slice(-2)).toEqual(closed);
    },
  );

  it("does nothing but unlock, and is not called a success, if that is before it begins", async () => {
    const world = aWorld({ cancelled: true });
    expect(hasFailed(await world.execute(replacing))).toBe(true);
    await world.execute(closing);
    expect(world.ran).toEqual(closed);
  });

  it("serves the new version when all of it was healthy before", async () => {
    const ids = await ran({ cancelBefore: "retire web b" });
    expect(undos(ids)).toEqual([]);
  });

  it.each(["flip web a", "retire web a", "run web a"])("is not called a success if it is before %s", async (cancelBefore) => {
    expect(hasFailed(await aWorld({ cancelBefore }).execute(replacing))).toBe(true);
  });

  it("unlocks, and is not called a success, if that is between delivering and deploying", async () => {
    const world = aWorld({ cancelAfter: "look b" });
    const release = aRelease({ config: aConfig({ roles }) });
    const delivered = await world.execute(planDeliver(release, { pullOn: [] }));
    const deployed = hasFailed(delivered) ? [] : [...(await world.execute(replacing)), ...(await world.execute(closing))];
    expect(world.ran.filter((id) => id === "unlock")).toHaveLength(1);
    expect(hasFailed([...delivered, ...deployed])).toBe(true);
  });
});
