import { clockSkews } from "../core/host/clock-skew.ts";
import { lockDetails } from "../core/host/lock.ts";
import { previousVersion } from "../core/host/previous-version.ts";
import { factsFrom } from "../core/plan/look.ts";
import type { Outcome } from "../core/plan/plan.ts";
import type { FactsByHost, Release } from "../core/plan/release.ts";
import { hasFailed } from "../core/report/report.ts";
import { beneathLock } from "./beneath-lock.ts";
import { tellOfCache, tellOfCacheFailures } from "./build-cache.ts";
import type { Engine } from "./engine.ts";
import type { Github } from "./github.ts";
import { beatingLock } from "./heartbeat.ts";
import type { Progress, Surroundings } from "./progress.ts";
import { buildPlans, checkServers, forgetting, opening, preparation, type Undertaking } from "./undertaking.ts";
import type { LockClaim } from "./watcher.ts";

/**
 * Build beside looking and preparing; then, with the lock held, fetch the image, boot it and retire the old.
 * @throws Refusal when something stands in the way, before anything that serves was changed
 */
export async function carryOut(undertaking: Undertaking, engine: Engine, surroundings: Surroundings): Promise<Progress> {
  const forget = (): Promise<Outcome[]> => engine.run(forgetting(undertaking));
  const { outcomes, facts } = await begin(undertaking, engine, surroundings).catch(async (error: unknown) => {
    await forget();
    throw error;
  });
  return { outcomes: [...outcomes, ...(await forget())], facts };
}

async function begin(undertaking: Undertaking, engine: Engine, { github, reported }: Surroundings): Promise<Progress> {
  const opened = await open(undertaking, engine, github);
  if (hasFailed(opened.outcomes)) return opened;
  const { release } = undertaking;
  if (!release.underLock) engine.watcher.locking(claimOf(release, opened.facts));
  const work = (): Promise<Progress> => beneathLock(undertaking, engine, { github, reported }, opened);
  return release.underLock || release.fleet ? work() : beatingLock(release, engine, work);
}

function claimOf({ config, version, fleet, lock }: Release, facts: FactsByHost): LockClaim {
  return { details: lockDetails(lock), fleet, change: { version, previous: previousVersion(config, facts) } };
}

/** The build is given up when the servers cannot be used. */
async function open(undertaking: Undertaking, engine: Engine, github: Github): Promise<Progress> {
  const giveUp = new AbortController();
  const building = build(undertaking, engine, giveUp.signal);
  const preparing = prepare(undertaking, engine, github);
  preparing.then(
    ({ outcomes }) => hasFailed(outcomes) && giveUp.abort(),
    () => giveUp.abort(),
  );
  const [built, prepared] = await Promise.allSettled([building, preparing]);
  if (prepared.status === "rejected") throw prepared.reason;
  if (built.status === "rejected") throw built.reason;
  return { facts: prepared.value.facts, outcomes: [...built.value, ...prepared.value.outcomes] };
}

async function build(undertaking: Undertaking, engine: Engine, giveUp: AbortSignal): Promise<readonly Outcome[]> {
  const plans = await buildPlans(undertaking);
  if (!plans) return [];
  tellOfCache(undertaking.project, plans.workspace, engine.watcher);
  try {
    const outcomes = await engine.run(plans.build, giveUp);
    tellOfCacheFailures(undertaking.project, outcomes, engine.watcher);
    return outcomes;
  } finally {
    engine.runBeside(plans.tidy);
  }
}

async function prepare(undertaking: Undertaking, engine: Engine, github: Github): Promise<Progress> {
  const looked = await engine.run(opening(undertaking));
  const facts = factsFrom(looked);
  for (const { host, text } of clockSkews(looked)) engine.watcher.note(`warning: ${host}: ${text}`);
  await checkServers(undertaking, facts, github);
  if (hasFailed(looked)) return { outcomes: looked, facts };
  return { outcomes: [...looked, ...(await engine.run(preparation(undertaking, facts)))], facts };
}
