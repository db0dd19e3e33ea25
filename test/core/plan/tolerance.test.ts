import { describe, expect, it } from "vitest";
import type { LandfallSettings } from "../../../src/core/config/landfall.ts";
import { cut } from "../../../src/core/config/shards.ts";
import { planDeploy } from "../../../src/core/plan/deploy.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import type { Release } from "../../../src/core/plan/release.ts";
import { toleranceOf } from "../../../src/core/plan/tolerance.ts";
import { hasFailed } from "../../../src/core/report/report.ts";
import {
  aConfig,
  aContainer,
  aFacts,
  aLandfall,
  aProxyContainer,
  aRelease,
  aRole,
  aWorker,
  factsOfAll,
  outline,
} from "../../support.ts";
import { aWorld } from "../../world.ts";

const hosts = ["a", "b", "c", "d"];
const facts = factsOfAll(...hosts.map((host) => aFacts(host, { containers: [aContainer(), aProxyContainer()] })));

/** Version 123 of web on four hosts is to be replaced, two hosts at a time. */
function replacing(landfall: Partial<LandfallSettings>, over: Partial<Release> = {}, workers: readonly string[] = []): Plan {
  const boot = { limit: { hosts: 2 }, wait: 0, parallelRoles: false };
  const roles = [aRole({ hosts }), ...(workers.length > 0 ? [aWorker({ hosts: workers })] : [])];
  const config = aConfig({ roles, boot, landfall: aLandfall(landfall) });
  return planDeploy(aRelease({ config, ...over }), facts, { prune: false, isNew: true });
}

const verify = { urls: ["https://shop.example.com/up"], expect: undefined, seconds: 30, maxErrors: 0 };

/** The steps that change what serves, in a world where something goes wrong. */
async function ran(plan: Plan, mishaps: Parameters<typeof aWorld>[0]): Promise<string[]> {
  const world = aWorld(mishaps);
  await world.execute(plan);
  return world.ran.filter((id) => /^(run|flip|ready|return|stop|retire|tag) /.test(id));
}

const of = (deed: string, ids: readonly string[]): string[] =>
  ids.flatMap((id) => (id.startsWith(`${deed} `) ? [id.split(" ").at(-1) ?? ""] : [])).toSorted();

describe("how many hosts may fail", () => {
  const config = (landfall: Partial<LandfallSettings>, count = 10) =>
    aConfig({
      roles: [aRole({ hosts: Array.from({ length: count }, (_, index) => `h${index}`) })],
      landfall: aLandfall(landfall),
    });

  it.each<[string, Partial<LandfallSettings>, unknown]>([
    ["none, unless somebody says so", {}, undefined],
    ["as many as the number", { maxFailures: { hosts: 2 } }, { toGoOn: 2, toStay: 2 }],
    ["a percentage of them, rounded down", { maxFailures: { percent: 25 } }, { toGoOn: 2, toStay: 2 }],
    ["none where the percentage comes to less than one", { maxFailures: { percent: 9 } }, undefined],
    ["all before what is live goes back, if the rollout only stops", { onFailure: "stop" }, { toGoOn: 0, toStay: 10 }],
    ["all, if it goes on", { onFailure: "continue" }, { toGoOn: 10, toStay: 10 }],
  ])("is %s", (_, landfall, tolerance) => {
    expect(toleranceOf(config(landfall))).toEqual(tolerance);
  });

  it.each([
    [{ hosts: 5 }, [2, 2, 1]],
    [{ hosts: 1 }, [1, 0, 0]],
    [{ percent: 30 }, [1, 0, 0]],
  ])("never is more in all shards together than %j", (maxFailures, shares) => {
    const found = [1, 2, 3].map((index) => {
      const part = cut(config({ maxFailures }), { index, count: 3 });
      return typeof part === "string" ? part : (toleranceOf(part)?.toGoOn ?? 0);
    });
    expect(found).toEqual(shares);
  });
});

describe("a deploy in which a host fails", () => {
  it("goes back everywhere, and boots no later group, by default", async () => {
    const ids = await ran(replacing({}), { failing: "flip web b" });
    expect([of("run", ids), of("return", ids), of("retire", ids)]).toEqual([["a", "b"], ["a"], []]);
  });

  it("boots no later group with on_failure: stop, and what is live stays", async () => {
    const ids = await ran(replacing({ onFailure: "stop" }), { failing: "flip web b" });
    expect([of("run", ids), of("return", ids), of("stop", ids)]).toEqual([["a", "b"], [], ["b"]]);
    expect([of("retire", ids), of("tag", ids)]).toEqual([["a"], ["a"]]);
  });

  it("goes on with all others with on_failure: continue", async () => {
    const ids = await ran(replacing({ onFailure: "continue" }), { failing: "flip web b" });
    expect([of("run", ids), of("stop", ids), of("return", ids)]).toEqual([hosts, ["b"], []]);
    expect([of("retire", ids), of("tag", ids)]).toEqual([
      ["a", "c", "d"],
      ["a", "c", "d"],
    ]);
  });

  it("goes on without it where so many may fail", async () => {
    const ids = await ran(replacing({ maxFailures: { hosts: 1 } }), { failing: "flip web b" });
    expect([of("run", ids), of("stop", ids), of("retire", ids)]).toEqual([hosts, ["b"], ["a", "c", "d"]]);
  });

  it("goes back everywhere once more hosts fail than may", async () => {
    const ids = await ran(replacing({ maxFailures: { hosts: 1 } }), { failing: /--hostname (b|c)-/ });
    expect([of("return", ids), of("stop", ids), of("retire", ids)]).toEqual([["a", "d"], hosts, []]);
  });

  it("boots no later group once more hosts fail than may, whichever group they are of", async () => {
    const plan = replacing({ onFailure: "stop", maxFailures: { hosts: 1 } });
    const failing = /--hostname (b|c)-/;
    const ids = await ran(plan, { failing });
    expect([of("run", ids), of("retire", ids)]).toEqual([hosts, ["a", "d"]]);
    const both = await ran(plan, { failing: /--hostname (a|b)-/ });
    expect([of("run", both), of("retire", both)]).toEqual([["a", "b"], []]);
  });

  it("is called a failure though the others are live", async () => {
    expect(hasFailed(await aWorld({ failing: "flip web b" }).execute(replacing({ onFailure: "continue" })))).toBe(true);
    expect(hasFailed(await aWorld().execute(replacing({ onFailure: "continue" })))).toBe(false);
  });

  it("takes all roles of that host back, and no other host", async () => {
    const ids = await ran(replacing({ onFailure: "continue" }, {}, ["a", "b"]), { failing: "ready workers a" });
    expect(ids.filter((id) => /^(return|stop) /.test(id)).toSorted()).toEqual(["return web a", "stop web a", "stop workers a"]);
    expect(of("tag", ids)).toEqual(["b", "c", "d"]);
  });

  it("boots no other role on a host whose primary role failed", async () => {
    const ids = await ran(replacing({ onFailure: "continue" }, {}, ["a", "b"]), { failing: "flip web a" });
    expect(ids.filter((id) => id.startsWith("run workers"))).toEqual(["run workers b"]);
  });

  it("boots no other role there either where roles boot side by side", async () => {
    const boot = { limit: undefined, wait: 0, parallelRoles: true };
    const roles = [aRole({ hosts }), aWorker({ hosts: ["a", "b"] })];
    const config = aConfig({ roles, boot, landfall: aLandfall({ onFailure: "continue" }) });
    const ids = await ran(replacing({}, { config }), { failing: "flip web a" });
    expect(ids.filter((id) => id.startsWith("run workers"))).toEqual(["run workers b"]);
  });

  it("boots other roles nowhere once more hosts failed than may, and takes back the hosts that are not whole without", async () => {
    const ids = await ran(replacing({ onFailure: "stop" }, {}, ["a"]), { failing: "flip web b" });
    expect([ids.filter((id) => id.startsWith("run workers")), of("return", ids), of("retire", ids)]).toEqual([[], ["a"], []]);
  });

  it("counts hosts of earlier groups before it boots a role that is on none of them", async () => {
    const boot = { limit: { hosts: 2 }, wait: 0, parallelRoles: false };
    const roles = [aRole({ hosts: ["a", "b", "c"] }), aWorker({ hosts: ["d"] })];
    const config = aConfig({ roles, boot, landfall: aLandfall({ onFailure: "stop", maxFailures: { hosts: 1 } }) });
    expect(of("run", await ran(replacing({}, { config }), { failing: /--hostname (a|b)-/ }))).toEqual(["a", "b"]);
  });

  it("sends back the host whose connection was lost while it was sent traffic", async () => {
    const ids = await ran(replacing({ onFailure: "continue" }), { losing: "flip web b" });
    expect([of("return", ids), of("retire", ids)]).toEqual([["b"], ["a", "c", "d"]]);
  });
});

describe("a deploy that tolerates failures, and is cancelled", () => {
  it.each(["flip web a", "run web c", "flip web d"])("goes back everywhere if that is during: %s", async (cancelDuring) => {
    const ids = await ran(replacing({ onFailure: "continue" }), { cancelDuring });
    expect(of("return", ids)).toEqual(expect.arrayContaining(of("flip", ids)));
    expect(of("stop", ids)).toEqual(of("run", ids));
    expect(of("retire", ids)).toEqual([]);
  });

  it.each(["stop", "continue"] as const)("goes back though a host had failed before, with on_failure: %s", async (onFailure) => {
    const ids = await ran(replacing({ onFailure, verify }), { failing: "flip web b", cancelDuring: "verify 1" });
    const live = onFailure === "stop" ? ["a"] : ["a", "c", "d"];
    expect([of("return", ids), of("stop", ids), of("retire", ids)]).toEqual([live, [...live, "b"].toSorted(), []]);
  });

  it.each<Partial<LandfallSettings>>([
    { onFailure: "stop" },
    { onFailure: "continue" },
    { maxFailures: { hosts: 1 } },
    { maxFailures: { hosts: 2 }, onFailure: "stop" },
  ])("stays where it is live or goes back everywhere, but never half, whenever that is: %j", async (landfall) => {
    const plan = replacing({ ...landfall, verify }, {}, ["a", "c"]);
    const mishaps = ["flip web a", "run web c", "ready workers c"].flatMap((failing) =>
      plan.steps.map(({ id }) => ({ failing, cancelBefore: id })),
    );
    for (const each of mishaps)
      expect({ ...each, isHalf: isHalf(await ran(plan, each), each) }).toEqual({ ...each, isHalf: false });
  });

  /** Hosts serve the old version beside the one that failed, though others serve the new one. */
  function isHalf(ids: readonly string[], { cancelBefore }: { readonly cancelBefore: string }): boolean {
    const [kept, stopped] = [[...of("retire", ids), ...of("tag", ids)], new Set(of("stop", ids))];
    if (kept.length > 0) return kept.some((host) => stopped.has(host)) || stopped.size > 1;
    const isEarly = /^(run|flip|ready|verify)/.test(cancelBefore);
    return isEarly && of("run", ids).some((host) => !stopped.has(host));
  }

  it("stays once it was decided, though not all old containers are stopped then", async () => {
    const ids = await ran(replacing({ onFailure: "continue" }), { cancelAfter: "keep here" });
    expect([of("return", ids), of("stop", ids), of("retire", ids)]).toEqual([[], [], []]);
  });
});

describe("a check that fails", () => {
  it.each(["stop", "continue"] as const)("sends all back, with on_failure: %s too", async (onFailure) => {
    const ids = await ran(replacing({ onFailure, verify }), { failing: "verify 1" });
    expect([of("return", ids), of("stop", ids), of("retire", ids)]).toEqual([hosts, hosts, []]);
  });

  it("was asked although a host had failed that may fail", async () => {
    const world = aWorld({ failing: "flip web b" });
    await world.execute(replacing({ maxFailures: { hosts: 1 }, verify }));
    expect(world.ran).toContain("verify 1");
  });
});

describe("a hook that fails", () => {
  const hooks = { directory: "/project", paths: new Map([["post-app-boot", "hooks/post-app-boot"]] as const) };

  it("sends all back even where hosts may fail", async () => {
    const ids = await ran(replacing({ maxFailures: { hosts: 3 } }, { hooks }), { failing: "hook post-app-boot 1" });
    expect([of("return", ids), of("retire", ids)]).toEqual([hosts, []]);
  });

  it("ends the rollout with on_failure: continue, and what is live stays", async () => {
    const ids = await ran(replacing({ onFailure: "continue" }, { hooks }), { failing: "hook post-app-boot 0" });
    expect([of("run", ids), of("return", ids), of("retire", ids)]).toEqual([["a", "b"], [], ["a", "b"]]);
  });
});

describe("the plan of a deploy that tolerates failures", () => {
  it("decides once for all hosts, when all have settled", () => {
    const lines = outline(replacing({ onFailure: "continue" }));
    expect(lines).toContain("keep here ← flip web a, flip web b, flip web c, flip web d (unless cancelled)");
    expect(lines.find((line) => line.startsWith("retire web c"))).toBe("retire web c ← keep here, flip web c");
  });

  it("has no such step where every host has to come through", () => {
    expect(outline(replacing({ onFailure: "rollback" })).some((line) => line.startsWith("keep"))).toBe(false);
  });
});
