import { describe, expect, it } from "vitest";
import type { LandfallSettings } from "../../../src/core/config/landfall.ts";
import { cut } from "../../../src/core/config/shards.ts";
import { planDeliver } from "../../../src/core/plan/deliver.ts";
import { planAfterDeploy, planDeploy } from "../../../src/core/plan/deploy.ts";
import { betweenMeetings, isShared, planBeat, type SharedRelease } from "../../../src/core/plan/fleet.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import type { Release } from "../../../src/core/plan/release.ts";
import {
  aConfig,
  aContainer,
  aFacts,
  aLandfall,
  aProxyContainer,
  aRelease,
  aRole,
  commandOf,
  factsOfAll,
  outline,
} from "../../support.ts";
import { aWorld } from "../../world.ts";

const hosts = ["1.1.1.1", "1.1.1.2"];
const whole = aConfig({ roles: [aRole({ hosts })] });

/** One of two shards, with a host each. */
function aShard(index: number, over: Partial<Release> = {}, landfall: Partial<LandfallSettings> = {}): SharedRelease {
  const shard = { index, count: 2 };
  const config = cut({ ...whole, landfall: aLandfall(landfall) }, shard);
  if (typeof config === "string") throw new Error(config);
  const fleet = {
    name: "4711.1.deploy.deploy",
    shard,
    hosts: whole.roles[0]?.hosts.map(({ host }) => host) ?? [],
    patience: 900,
  };
  const release = aRelease({ ...over, config, fleet });
  if (!isShared(release)) throw new Error("It is no shard");
  return release;
}

const facts = factsOfAll(...hosts.map((host) => aFacts(host, { containers: [aContainer(), aProxyContainer()] })));
const deploying = (release: Release): Plan => planDeploy(release, facts, { prune: false });
const delivering = ({ config, ...release }: Release): Plan =>
  planDeliver({ config, ...release }, { pullOn: config.scope?.hosts ?? [] });

describe("the first shard", () => {
  it("takes the lock, shows it to the others, and leaves it to whoever ends last", () => {
    expect(outline(delivering(aShard(1)))).toEqual([
      "lock ← ",
      "show 1.1.1.1 ← lock",
      "pull 1.1.1.1 ← show 1.1.1.1",
      "look 1.1.1.1 ← pull 1.1.1.1",
    ]);
  });

  it("boots at once, and retires nothing before all shards agree", () => {
    expect(outline(deploying(aShard(1)))).toEqual([
      "run web 1.1.1.1 ← ",
      "flip web 1.1.1.1 ← run web 1.1.1.1",
      "agree 1.1.1.1 ← flip web 1.1.1.1",
      "give-up 1.1.1.1 ← flip web 1.1.1.1, agree 1.1.1.1 (unless flip web 1.1.1.1 and agree 1.1.1.1 succeeded)",
      "explain web 1.1.1.1 ← flip web 1.1.1.1, run web 1.1.1.1 (run web 1.1.1.1 succeeded or failed or flip web 1.1.1.1 failed or skipped)",
      "return web 1.1.1.1 ← flip web 1.1.1.1, agree 1.1.1.1, give-up 1.1.1.1 (unless flip web 1.1.1.1 and agree 1.1.1.1 succeeded; flip web 1.1.1.1 succeeded or interrupted or give-up 1.1.1.1 succeeded or interrupted or skipped)",
      "stop web 1.1.1.1 ← flip web 1.1.1.1, agree 1.1.1.1, explain web 1.1.1.1, run web 1.1.1.1, return web 1.1.1.1, give-up 1.1.1.1 (unless flip web 1.1.1.1 and agree 1.1.1.1 succeeded; run web 1.1.1.1 succeeded or failed or interrupted or return web 1.1.1.1 succeeded or skipped or give-up 1.1.1.1 succeeded or interrupted or skipped)",
      "hold web 1.1.1.1 ← stop web 1.1.1.1, flip web 1.1.1.1, return web 1.1.1.1 (flip web 1.1.1.1 interrupted or return web 1.1.1.1 succeeded or stop web 1.1.1.1 succeeded)",
      "retire web 1.1.1.1 ← flip web 1.1.1.1, agree 1.1.1.1",
      "tag 1.1.1.1 ← flip web 1.1.1.1, agree 1.1.1.1",
      "confirm web 1.1.1.1 ← retire web 1.1.1.1",
    ]);
  });
});

describe("another shard", () => {
  it("waits for the lock that the first one takes before it pulls", () => {
    expect(outline(delivering(aShard(2)))).toEqual([
      "join 1.1.1.1 ← ",
      "pull 1.1.1.2 ← join 1.1.1.1",
      "look 1.1.1.2 ← pull 1.1.1.2",
    ]);
  });

  it("waits for the first one to be healthy before it boots", () => {
    const plan = outline(deploying(aShard(2)));
    expect(plan.slice(0, 4)).toEqual([
      "gate 1.1.1.1 ← ",
      "run web 1.1.1.2 ← gate 1.1.1.1",
      "flip web 1.1.1.2 ← run web 1.1.1.2",
      "agree 1.1.1.1 ← flip web 1.1.1.2",
    ]);
  });
});

describe("a shard that does not come through", () => {
  const undone = ["return web 1.1.1.2", "stop web 1.1.1.2"];

  async function ran(mishaps: Parameters<typeof aWorld>[0]): Promise<readonly string[]> {
    const world = aWorld(mishaps);
    await world.execute(deploying(aShard(2)));
    return world.ran.filter((id) => !id.startsWith("agree"));
  }

  it("boots nothing where the first one was not healthy", async () => {
    expect(await ran({ failing: "gate 1.1.1.1" })).toEqual(["gate 1.1.1.1", "give-up 1.1.1.1"]);
  });

  it.each([
    ["another one failed", { failing: "agree 1.1.1.1" }],
    ["it was cancelled while it waited for the others", { cancelDuring: "agree 1.1.1.1" }],
    ["the primary host could not be reached any more", { losing: /2\.healthy|did not come through/ }],
  ])("goes back where %s, and retires nothing", async (_, mishaps) => {
    const ids = await ran(mishaps);
    expect(ids.filter((id) => undone.includes(id)).toSorted()).toEqual(undone);
    expect(ids.filter((id) => /^(retire|tag|prune)/.test(id))).toEqual([]);
  });

  it("stays with the new version where all had agreed before, and retires nothing", async () => {
    const ids = await ran({ cancelDuring: "agree 1.1.1.1", failing: "give-up 1.1.1.1" });
    expect(ids).toEqual(["gate 1.1.1.1", "run web 1.1.1.2", "flip web 1.1.1.2", "give-up 1.1.1.1"]);
  });

  it("tells the others before it undoes its own part", async () => {
    const ids = await ran({ failing: "flip web 1.1.1.2" });
    expect(ids.indexOf("give-up 1.1.1.1")).toBeLessThan(ids.indexOf("stop web 1.1.1.2"));
  });
});

describe("a shard of a run that may go on without some hosts", () => {
  const continuing = { onFailure: "continue" } as const;
  const stopping = { onFailure: "stop" } as const;

  async function ran(landfall: Partial<LandfallSettings>, mishaps: Parameters<typeof aWorld>[0]): Promise<readonly string[]> {
    const world = aWorld(mishaps);
    await world.execute(deploying(aShard(2, {}, landfall)));
    return world.ran.filter((id) => /^(agree|halt|give-up|return|stop|retire) /.test(id));
  }

  it("agrees with the others though its host failed, and takes that host alone back", async () => {
    expect(await ran(continuing, { failing: "flip web 1.1.1.2" })).toEqual(["agree 1.1.1.1", "stop web 1.1.1.2"]);
  });

  it.each([continuing, stopping, { maxFailures: { hosts: 2 } }])(
    "goes back with the others where all do: %j",
    async (landfall) => {
      const ids = await ran(landfall, { failing: /2\.healthy|stopped the rollout/ });
      expect(ids).toEqual(expect.arrayContaining(["give-up 1.1.1.1", "return web 1.1.1.2", "stop web 1.1.1.2"]));
      expect(ids).not.toContain("retire web 1.1.1.2");
    },
  );

  it.each([continuing, stopping])("has all go back when it is cancelled: %j", async (landfall) => {
    const ids = await ran(landfall, { cancelDuring: "agree 1.1.1.1" });
    expect(ids).toEqual(["agree 1.1.1.1", "give-up 1.1.1.1", "return web 1.1.1.2", "stop web 1.1.1.2"]);
  });

  it("stops all others instead of agreeing with them, with on_failure: stop", async () => {
    expect(await ran(stopping, { failing: "flip web 1.1.1.2" })).toEqual(["halt 1.1.1.1", "stop web 1.1.1.2"]);
  });

  it("stays live where another one has stopped the rollout", async () => {
    expect(await ran(stopping, { failing: "agree 1.1.1.1" })).toEqual(["agree 1.1.1.1", "halt 1.1.1.1", "retire web 1.1.1.2"]);
  });

  it("begins nothing where another one has stopped the rollout", async () => {
    expect(await ran(stopping, { failing: "gate 1.1.1.1" })).toEqual(["give-up 1.1.1.1"]);
  });
});

describe("hooks of a run that shards share out", () => {
  const hooks = {
    directory: "/project",
    paths: new Map([
      ["pre-deploy", "hooks/pre-deploy"],
      ["post-deploy", "hooks/post-deploy"],
    ] as const),
  };
  const hostsOf = ({ steps }: Plan, hook: string): unknown =>
    steps.flatMap(({ id, run }) => (id === `hook ${hook}` && "env" in run ? [run.env?.KAMAL_HOSTS] : []));

  it("are the first shard's before the deploy, and told of all hosts", () => {
    expect(hostsOf(deploying(aShard(1, { hooks })), "pre-deploy")).toEqual(["1.1.1.1,1.1.1.2"]);
    expect(hostsOf(deploying(aShard(2, { hooks })), "pre-deploy")).toEqual([]);
  });

  it("are told of all hosts after the deploy, whichever shard ends last", () => {
    expect(hostsOf(planAfterDeploy(aShard(2, { hooks }), 60), "post-deploy")).toEqual(["1.1.1.1,1.1.1.2"]);
  });
});

describe("a shard's plans", () => {
  it("stand between its coming and its parting", () => {
    const plans = betweenMeetings(aShard(2), [deploying(aShard(2))]);
    expect(plans.map(({ title }) => title)).toEqual(["Meet the other shards", "Deploy app 999", "Part from the other shards"]);
  });

  it("say what all shards of the run are to do", () => {
    const [arrival = { title: "", steps: [] }] = betweenMeetings(aShard(2), []);
    expect(commandOf(arrival, "arrive 1.1.1.1")).toContain("'deploy 999 in 2 shards'");
  });

  it("keep the others from taking it for dead even while it cleans up", () => {
    expect(outline(planBeat(aShard(2)))).toEqual(["beat 1.1.1.1 ←  (always)"]);
    expect(commandOf(planBeat(aShard(2)), "beat 1.1.1.1")).toBe("touch .kamal/fleet-app/4711.1.deploy.deploy/2.alive");
  });
});
