import { describe, expect, it } from "vitest";
import type { Config } from "../../../src/core/config/config.ts";
import type { LandfallSettings } from "../../../src/core/config/landfall.ts";
import { appHosts } from "../../../src/core/config/placement.ts";
import { planDeliver } from "../../../src/core/plan/deliver.ts";
import { planDeploy } from "../../../src/core/plan/deploy.ts";
import { planOpening } from "../../../src/core/plan/look.ts";
import { lostHosts, remaining, weighed } from "../../../src/core/plan/loss.ts";
import type { Outcome } from "../../../src/core/plan/plan.ts";
import { toleranceOf } from "../../../src/core/plan/tolerance.ts";
import { hasFailed } from "../../../src/core/report/report.ts";
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
  theSecrets,
} from "../../support.ts";
import { aWorld } from "../../world.ts";
import { aReport } from "../report/run.ts";

type Mishaps = Parameters<typeof aWorld>[0];

const names = ["a", "b", "c", "d"];
const facts = factsOfAll(...names.map((host) => aFacts(host, { containers: [aContainer(), aProxyContainer()] })));
const secrets = theSecrets({ TOKEN: "t0ken" });

const configFor = (landfall: Partial<LandfallSettings>, workers: readonly string[] = []): Config =>
  aConfig({
    roles: [aRole({ hosts: names }), ...(workers.length > 0 ? [aWorker({ hosts: workers })] : [])],
    landfall: aLandfall(landfall),
  });

const looked = (config: Config, mishaps: Mishaps): Promise<Outcome[]> =>
  aWorld(mishaps).execute(planOpening(aRelease({ config, secrets })));

/** The hosts that are left; undefined where it goes no further. */
async function left(config: Config, mishaps: Mishaps, isNew = true): Promise<string[] | undefined> {
  const found = remaining(config, await looked(config, mishaps), { isNew });
  return found && appHosts(found);
}

describe("a host that fails before anything boots", () => {
  it.each<[string, Partial<LandfallSettings>, string[] | undefined]>([
    ["ends the deploy, unless somebody says otherwise", {}, undefined],
    ["ends it with on_failure: stop", { onFailure: "stop" }, undefined],
    ["is left out where one may fail", { maxFailures: { hosts: 1 } }, ["a", "b", "d"]],
    ["is left out with on_failure: continue", { onFailure: "continue" }, ["a", "b", "d"]],
    ["is left out with on_failure: stop where one may fail", { onFailure: "stop", maxFailures: { hosts: 1 } }, ["a", "b", "d"]],
  ])("%s", async (_, landfall, hosts) => {
    expect(await left(configFor(landfall), { losing: "look c" })).toEqual(hosts);
    expect(await left(configFor(landfall), { failing: "login c" })).toEqual(hosts);
  });

  it("is nobody where all goes well", async () => {
    const config = configFor({ maxFailures: { hosts: 1 } });
    expect(remaining(config, await looked(config, {}), { isNew: true })).toBe(config);
  });

  it("ends the deploy where it is one more than may fail", async () => {
    const losing = /command -v docker/;
    expect(await left(configFor({ maxFailures: { hosts: 3 } }), { losing })).toBeUndefined();
    expect(await left(configFor({ onFailure: "continue" }), { losing })).toBeUndefined();
  });

  it("ends the deploy where it keeps the lock", async () => {
    expect(await left(configFor({ onFailure: "continue" }), { losing: "look a" })).toBeUndefined();
  });

  it("ends the deploy where the release command has no other to run on, and a rollback goes on", async () => {
    const release = { command: "bin/migrate", role: "workers", timeout: 900 };
    const [one, two] = [["c"], ["c", "d"]].map((workers) => configFor({ onFailure: "continue", release }, workers));
    expect(one && (await left(one, { losing: "look c" }))).toBeUndefined();
    expect(one && (await left(one, { losing: "look c" }, false))).toEqual(["a", "b", "d"]);
    expect(two && (await left(two, { losing: "look c" }))).toEqual(["a", "b", "d"]);
  });

  it("ends the deploy when that is cancelled", async () => {
    const config = configFor({ onFailure: "continue" });
    expect(await left(config, { losing: "look c", cancelBefore: "look d" })).toBeUndefined();
    expect(await left(config, { cancelled: true })).toBeUndefined();
  });

  it("counts together with those that fail later", async () => {
    const config = configFor({ maxFailures: { percent: 50 } });
    const first = remaining(config, await looked(config, { losing: "look c" }), { isNew: true });
    expect(first && toleranceOf(first)).toEqual({ toGoOn: 1, toStay: 1 });
    const second = first && remaining(first, await looked(first, { losing: "look b" }), { isNew: true });
    expect(second && [appHosts(second), toleranceOf(second)]).toEqual([["a", "d"], undefined]);
    expect(second && remaining(second, await looked(second, { losing: "look d" }), { isNew: true })).toBeUndefined();
  });

  it("has failed where nothing can be deployed to it, and says why", async () => {
    const found = new Map([...facts, [aHost("c"), aFacts("c", { dockerError: "it has gone" })]]);
    const config = configFor({ maxFailures: { hosts: 1 } });
    const outcomes = weighed(config, await looked(config, {}), found);
    expect(outcomes.find(({ step }) => step.id === "look c")).toMatchObject({
      status: "failed",
      output: "Docker does not answer: it has gone",
    });
  });

  it("is told of beside those that cannot be reached, and by itself is left to who refuses the deploy", async () => {
    const found = new Map([...facts, [aHost("c"), aFacts("c", { dockerError: "it has gone" })]]);
    const weigh = async (mishaps: Mishaps) => weighed(configFor({}), await looked(configFor({}), mishaps), found);
    expect(lostHosts(await weigh({ losing: "look b" }))).toEqual(["b", "c"]);
    expect(hasFailed(await weigh({}))).toBe(false);
  });
});

describe("a pull that fails where hosts may fail", () => {
  const config = configFor({ maxFailures: { hosts: 1 } });
  const pullOn = names.map(aHost);
  const deliver = (mishaps: Mishaps, seeds?: ReadonlyMap<ReturnType<typeof aHost>, ReturnType<typeof aHost>>) => {
    const world = aWorld(mishaps);
    return { world, outcomes: world.execute(planDeliver(aRelease({ config }), seeds ? { pullOn, seeds } : { pullOn })) };
  };

  it("leaves the lock with the run, for the hosts that are left", async () => {
    const { world, outcomes } = deliver({ failing: "pull c" });
    expect(remaining(config, await outcomes, { isNew: true })?.scope?.hosts).toEqual(["a", "b", "d"]);
    expect(world.ran).not.toContain("unlock");
  });

  it("gives the lock back where nobody knows whether it was taken", async () => {
    const { world, outcomes } = deliver({ losing: "lock" });
    await outcomes;
    expect(world.ran).toEqual(["lock", "unlock"]);
  });

  it("keeps no other from pulling through the same mirror", async () => {
    const seeds = new Map([
      [aHost("b"), aHost("a")],
      [aHost("d"), aHost("c")],
    ]);
    const { world, outcomes } = deliver({ failing: "pull c" }, seeds);
    await outcomes;
    expect(world.ran.indexOf("pull d")).toBeGreaterThan(world.ran.indexOf("pull c"));
    expect(world.ran.indexOf("pull b")).toBeGreaterThan(world.ran.indexOf("pull a"));
  });
});

describe("a host that was left out, in the end", () => {
  it("may serve what it did, or nothing if the connection to it was lost", async () => {
    const config = configFor({ onFailure: "continue" });
    const release = aRelease({ config });
    const delivered = await aWorld({ failing: "pull b", losing: "pull d" }).execute(
      planDeliver(release, { pullOn: names.map(aHost) }),
    );
    const rest = remaining(config, delivered, { isNew: true });
    if (!rest) throw new Error("It went no further");
    const deployed = await aWorld().execute(planDeploy({ ...release, config: rest }, facts, { prune: false }));
    const outcomes = [...delivered, ...deployed];
    expect(serving(aReport({ config, facts, previous: undefined, outcomes }))).toBe(
      "On a, c 999 serves; on b 123 still serves; on d what serves is not known",
    );
  });
});
