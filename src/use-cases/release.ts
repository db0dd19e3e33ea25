import { lockDetails } from "../core/host/lock.ts";
import { refreshed } from "../core/host/look.ts";
import { previousVersion } from "../core/host/previous-version.ts";
import { planAfterDeploy } from "../core/plan/deploy.ts";
import { planUnlock } from "../core/plan/locked.ts";
import { factsFrom } from "../core/plan/look.ts";
import type { Outcome } from "../core/plan/plan.ts";
import type { FactsByHost, Release } from "../core/plan/release.ts";
import { hasFailed } from "../core/report/report.ts";
import { tellOfCache, tellOfCacheFailures } from "./build-cache.ts";
import type { Engine } from "./engine.ts";
import type { Github } from "./github.ts";
import { underLock } from "./under-lock.ts";
import { buildPlans, checkServers, delivery, deployment, opening, preparation, type Undertaking } from "./undertaking.ts";
import type { LockClaim } from "./watcher.ts";

/** What was done so far, and what is known of the servers. */
export interface Progress {
  readonly outcomes: readonly Outcome[];
  readonly facts: FactsByHost;
}

/**
 * Build beside looking and preparing; then, with the lock held, fetch the image, boot it and retire the old.
 * @throws Refusal when something stands in the way, before anything that serves was changed
 */
export async function carryOut(undertaking: Undertaking, engine: Engine, github: Github): Promise<Progress> {
  const opened = await open(undertaking, engine, github);
  if (hasFailed(opened.outcomes)) return opened;
  const { release } = undertaking;
  if (!release.underLock) engine.watcher.locking(claimOf(release, opened.facts));
  const delivered = await deliver(undertaking, engine, github, opened);
  if (hasFailed(delivered.outcomes)) return delivered;
  return goLive(undertaking, engine, delivered);
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
  await checkServers(undertaking, facts, github);
  if (hasFailed(looked)) return { outcomes: looked, facts };
  return { outcomes: [...looked, ...(await engine.run(preparation(undertaking, facts)))], facts };
}

/** The lock is held from here on, if this goes well. */
async function deliver(
  undertaking: Undertaking,
  engine: Engine,
  github: Github,
  { outcomes, facts }: Progress,
): Promise<Progress> {
  const { release, options } = undertaking;
  const taking = { release, engine, github, wait: options.lockWait };
  const delivered = await underLock(taking, (abandoned) => delivery(undertaking, facts, abandoned));
  const done = [...outcomes, ...delivered];
  if (hasFailed(delivered)) return { outcomes: done, facts };
  try {
    return { outcomes: done, facts: refreshed(facts, factsFrom(delivered)) };
  } catch (error) {
    await engine.run(planUnlock(release));
    throw error;
  }
}

async function goLive(undertaking: Undertaking, engine: Engine, { outcomes, facts }: Progress): Promise<Progress> {
  const { release, verb } = undertaking;
  const deployed = await engine.run(deployment(undertaking, facts));
  const runtime = (Date.now() - Date.parse(release.lock.at)) / 1000;
  const after =
    hasFailed(deployed) || !verb.announces || release.fleet ? [] : await engine.run(planAfterDeploy(release, runtime));
  return { outcomes: [...outcomes, ...deployed, ...after], facts };
}
