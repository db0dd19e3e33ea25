import { clockSkews } from "../core/host/clock-skew.ts";
import { lockDetails } from "../core/host/lock.ts";
import { previousVersion } from "../core/host/previous-version.ts";
import { factsFrom } from "../core/plan/look.ts";
import { weighed } from "../core/plan/loss.ts";
import type { Outcome } from "../core/plan/plan.ts";
import type { FactsByHost, Release } from "../core/plan/release.ts";
import { hasFailed } from "../core/report/report.ts";
import { beneathLock } from "./beneath-lock.ts";
import { tellOfCache, tellOfCacheFailures } from "./build-cache.ts";
import type { Engine } from "./engine.ts";
import type { Github } from "./github.ts";
import { keepingLock } from "./lock-keeper.ts";
import { tellOfLost, tellOfTooManyLost } from "./lost-hosts.ts";
import type { Headway, Progress, Surroundings } from "./progress.ts";
import { buildPlans, checkServers, forgetting, going, opening, preparation, type Undertaking } from "./undertaking.ts";
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
  const { left, ...opened } = await open(undertaking, engine, github);
  if (!left) return opened;
  const { release } = left;
  if (!release.underLock) engine.watcher.locking(claimOf(release, opened.facts));
  const work = (): Promise<Progress> => beneathLock(left, engine, { github, reported }, opened);
  return release.underLock || release.fleet ? work() : keepingLock(release, engine, work);
}

function claimOf({ config, version, fleet, lock }: Release, facts: FactsByHost): LockClaim {
  return { details: lockDetails(lock), fleet, change: { version, previous: previousVersion(config, facts) } };
}

/** The build is given up when the servers cannot be used. */
async function open(undertaking: Undertaking, engine: Engine, github: Github): Promise<Headway> {
  const giveUp = new AbortController();
  const building = build(undertaking, engine, giveUp.signal);
  const preparing = prepare(undertaking, engine, github);
  preparing.then(
    ({ left }) => left ?? giveUp.abort(),
    () => giveUp.abort(),
  );
  const [built, prepared] = await Promise.allSettled([building, preparing]);
  if (prepared.status === "rejected") throw prepared.reason;
  if (built.status === "rejected") throw built.reason;
  const { left, facts, outcomes } = prepared.value;
  return { left: hasFailed(built.value) ? undefined : left, facts, outcomes: [...built.value, ...outcomes] };
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

async function prepare(undertaking: Undertaking, engine: Engine, github: Github): Promise<Headway> {
  const { outcomes: looked, facts, left: able } = await survey(undertaking, engine, github);
  if (!able) return { outcomes: looked, facts, left: undefined };
  tellOfLost(undertaking, looked, engine.watcher);
  const prepared = await engine.run(preparation(able, facts));
  const left = going(able, prepared);
  if (left) tellOfLost(able, prepared, engine.watcher);
  return { outcomes: [...looked, ...prepared], facts, left };
}

/** Look at the servers. @throws Refusal when something stands in the way where none may fail, or the lock is held */
async function survey(undertaking: Undertaking, engine: Engine, github: Github): Promise<Headway> {
  const answers = await engine.run(opening(undertaking));
  const found = factsFrom(answers);
  for (const { host, text } of clockSkews(answers)) engine.watcher.note(`warning: ${host}: ${text}`);
  const outcomes = weighed(undertaking.release.config, answers, found);
  const left = going(undertaking, outcomes);
  if (left) await checkServers(left, found, github);
  else tellOfTooManyLost(undertaking, outcomes, engine.watcher);
  // What serves is not known of servers whose Docker does not answer.
  return { outcomes, facts: new Map([...found].filter(([, { dockerError }]) => dockerError === undefined)), left };
}
