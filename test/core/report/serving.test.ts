import { describe, expect, it } from "vitest";
import type { LandfallSettings } from "../../../src/core/config/landfall.ts";
import { planDeliver } from "../../../src/core/plan/deliver.ts";
import { planDeploy } from "../../../src/core/plan/deploy.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import type { FactsByHost } from "../../../src/core/plan/release.ts";
import type { Report } from "../../../src/core/report/report.ts";
import { serving } from "../../../src/core/report/serving.ts";
import {
  aConfig,
  aContainer,
  aFacts,
  aHost,
  aLandfall,
  aProxyContainer,
  aRelease,
  aRole,
  aWorker,
  factsOfAll,
} from "../../support.ts";
import { aWorld } from "../../world.ts";
import { aReport } from "./run.ts";

type Mishaps = Parameters<typeof aWorld>[0];

/** Web on a and b and workers on b. */
const config = aConfig({ roles: [aRole({ hosts: ["a", "b"] }), aWorker({ hosts: ["b"] })] });
const release = aRelease({ config });
const bare = factsOfAll(aFacts("a"), aFacts("b"));
const running = factsOfAll(
  aFacts("a", { containers: [aContainer(), aProxyContainer()] }),
  aFacts("b", { containers: [aContainer(), aContainer({ role: "workers", id: "id-worker" }), aProxyContainer()] }),
);
const delivering = planDeliver(release, { pullOn: [aHost("a"), aHost("b")] });

async function reportOf(plan: Plan, facts: FactsByHost, mishaps: Mishaps): Promise<Report> {
  return aReport({ config, facts, previous: undefined, outcomes: await aWorld(mishaps).execute(plan) });
}

const afterDeploying = async (mishaps: Mishaps, facts = running): Promise<string> =>
  serving(await reportOf(planDeploy(release, facts, { prune: true }), facts, mishaps));

describe("before anything boots, a run claims only what it saw", () => {
  it.each([
    [
      "nothing, where it was cancelled before it looked",
      factsOfAll(),
      "what serves is not known, as this run did not get to see it",
    ],
    ["what served", running, "123 served when this run looked"],
    ["that nothing did", bare, "nothing served when this run looked"],
    [
      "what served where it looked",
      factsOfAll(aFacts("a", { containers: [aContainer()] })),
      "on a (web) 123 served when this run looked; on b (web) what serves is not known, as this run did not get to see it; on b (workers) what runs is not known, as this run did not get to see it",
    ],
  ])("%s", async (_, facts, text) => {
    for (const mishaps of [{ cancelled: true } as const, { failing: "pull a" }])
      expect(serving(await reportOf(delivering, facts, mishaps))).toBe(`Nothing that serves was changed: ${text}`);
  });

  it("though a container is there whose name tells no version", async () => {
    const facts = factsOfAll(aFacts("a", { containers: [aContainer({ name: "by-hand" })] }), aFacts("b"));
    expect(await afterDeploying({ cancelled: true }, facts)).toContain("on a (web) what serves is not known");
  });
});

describe("a rollout that was undone", () => {
  it.each<[string, Mishaps]>([
    ["when a container does not start", { failing: "run web b" }],
    ["when it never gets healthy", { failing: "flip web a" }],
    ["when another role fails after the flip", { failing: "ready workers b" }],
    ["when it is cancelled before a flip", { cancelBefore: "flip web a" }],
    ["when it is cancelled during a flip", { cancelDuring: "flip web b" }],
    ["when it is cancelled right after a flip", { cancelAfter: "flip web b" }],
    ["when a server is lost during a flip, and found again", { losing: "flip web a" }],
    [
      "though a new container could not be stopped, which takes no traffic",
      { failing: /app-web-999.*docker stop/, losing: "ready workers b" },
    ],
  ])("left the old version in its place %s", async (_, mishaps) => {
    expect(await afterDeploying(mishaps)).toBe("123 still serves");
  });

  it("left nothing where there was nothing", async () => {
    expect(await afterDeploying({ failing: "ready workers b" }, bare)).toBe("Nothing served before, and nothing serves now");
  });
});

it.each([
  "Error response from daemon: No such container: kamal-proxy",
  `Error response from daemon: container ${"0f".repeat(32)} is not running`,
])("a server whose proxy is gone serves nothing, though the old version runs there: %s", async (said) => {
  const printing: NonNullable<Mishaps>["printing"] = ({ id }) => (id === "flip web a" ? `${said}\n` : undefined);
  expect(await afterDeploying({ failing: "flip web a", printing })).toBe(
    "On a (web) nothing serves; on b (web) 123 still serves; on b (workers) 123 still runs",
  );
});

describe("a rollout of which nobody knows how far its undoing got", () => {
  it.each<[string, Mishaps, FactsByHost, string]>([
    [
      "where traffic could not be sent back",
      { failing: /deploy app-web --target=id-123/, cancelAfter: "flip web b" },
      running,
      "On a (web), b (web) 123 or 999 may serve; on b (workers) 123 still runs",
    ],
    [
      "where a flip that was cut short may have come through after it was taken back",
      { losing: "flip web a", failing: "hold web a" },
      running,
      "On a (web) 123 or 999 may serve; on b (web) 123 still serves; on b (workers) 123 still runs",
    ],
    [
      "where a worker could not be stopped",
      { failing: /app-workers-999.*docker stop/, losing: "ready workers b" },
      running,
      "On a (web), b (web) 123 still serves; on b (workers) 123 or 999 may run, or both",
    ],
    [
      "where the only version of a worker could not be stopped",
      { failing: /app-workers-999.*docker stop/, losing: "ready workers b" },
      bare,
      "On a (web), b (web) nothing serves; on b (workers) 999 may run",
    ],
    [
      "where neither taking the route away nor stopping is proven",
      { failing: /app-web-999.*docker stop/, losing: "ready workers b" },
      bare,
      "On a (web), b (web) 999 may serve; on b (workers) nothing runs",
    ],
  ])("says so %s", async (_, mishaps, facts, text) => {
    expect(await afterDeploying(mishaps, facts)).toBe(text);
  });
});

describe("a rollout that was live everywhere", () => {
  it("is not said to serve where the server was lost before it could be looked at once more", async () => {
    expect(await afterDeploying({ losing: "retire web b" })).toBe(
      "On a (web) 999 serves; on b (web) what serves is not known; on b (workers) 999 runs",
    );
  });

  it.each<[string, Mishaps]>([
    ["when tidying fails", { failing: "prune b" }],
    ["when it is cancelled while it tidies", { cancelBefore: "prune b" }],
  ])("serves the new version %s", async (_, mishaps) => {
    expect(await afterDeploying(mishaps)).toBe("999 serves");
  });

  it.each<[string, Mishaps]>([
    ["before that one is stopped", { cancelBefore: "retire web a" }],
    ["while that one stops", { cancelDuring: "retire workers b" }],
  ])("may have left an old worker running when it is cancelled %s", async (_, mishaps) => {
    expect(await afterDeploying(mishaps)).toBe("On a (web), b (web) 999 serves; on b (workers) 123 or 999 may run, or both");
  });
});

it("names a few hosts and counts the others, and no role where there is one", async () => {
  const hosts = ["a", "b", "c", "d", "e", "f", "g"];
  const many = aConfig({ roles: [aRole({ hosts })] });
  const facts = factsOfAll(...hosts.map((host) => aFacts(host, { containers: [aContainer(), aProxyContainer()] })));
  const plan = planDeploy(aRelease({ config: many }), facts, { prune: true });
  const outcomes = await aWorld({ failing: /deploy app-web --target=id-123/, losing: "flip web g" }).execute(plan);
  expect(serving(aReport({ config: many, facts, outcomes }))).toBe("123 or 999 may serve");
  const elsewhere = new Map([...facts, [aHost("g"), aFacts("g")]]);
  expect(serving(aReport({ config: many, facts: elsewhere, outcomes }))).toBe(
    "On a, b, c, d, e and 1 more 123 or 999 may serve; on g 999 may serve",
  );
});

describe("a rollout in which a host failed that may fail", () => {
  const goingOn = (landfall: Partial<LandfallSettings>): Plan =>
    planDeploy(aRelease({ config: { ...config, landfall: aLandfall(landfall) } }), running, { prune: true });

  it.each<[string, Partial<LandfallSettings>, Mishaps, string]>([
    [
      "serves both versions",
      { onFailure: "continue" },
      { failing: "flip web a" },
      "On a (web) 123 still serves; on b (web) 999 serves; on b (workers) 999 runs",
    ],
    [
      "keeps a host to one version",
      { maxFailures: { hosts: 1 } },
      { failing: "ready workers b" },
      "On a (web) 999 serves; on b (web) 123 still serves; on b (workers) 123 still runs",
    ],
    [
      "serves the old version where too many failed",
      { maxFailures: { hosts: 1 } },
      { failing: /deploy app-web --target="\$id/ },
      "123 still serves",
    ],
    [
      "serves the old version when it is cancelled",
      { onFailure: "continue" },
      { failing: "flip web a", cancelDuring: "run workers b" },
      "123 still serves",
    ],
  ])("%s", async (_, landfall, mishaps, text) => {
    expect(serving(await reportOf(goingOn(landfall), running, mishaps))).toBe(text);
  });
});
