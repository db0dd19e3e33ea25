import { refreshed } from "../core/host/look.ts";
import { previousVersion } from "../core/host/previous-version.ts";
import { planClose, planRecord } from "../core/plan/close.ts";
import { confirmed } from "../core/plan/confirm.ts";
import { planAfterDeploy } from "../core/plan/deploy.ts";
import { planUnlock, wasTaken } from "../core/plan/locked.ts";
import { factsFrom } from "../core/plan/look.ts";
import type { Outcome, Plan } from "../core/plan/plan.ts";
import type { Release } from "../core/plan/release.ts";
import { withSameImage } from "../core/plan/same-image.ts";
import { ledgerLine } from "../core/report/ledger.ts";
import { settlesLock } from "../core/report/lock-left.ts";
import { recordOf } from "../core/report/record.ts";
import { hasFailed, type Report } from "../core/report/report.ts";
import type { Engine } from "./engine.ts";
import type { Github } from "./github.ts";
import { tellOfLost } from "./lost-hosts.ts";
import { refuseOvertaken } from "./preview-overtaken.ts";
import type { Headway, Progress, Surroundings } from "./progress.ts";
import { underLock } from "./under-lock.ts";
import { delivery, deployment, going, type Undertaking } from "./undertaking.ts";

/** Take the lock, fetch the image and make it live; then give the lock back with a record of how that went. */
export async function beneathLock(
  undertaking: Undertaking,
  engine: Engine,
  { github, reported }: Surroundings,
  opened: Progress,
): Promise<Progress> {
  const { release } = undertaking;
  const { left, ...delivered } = await deliver(undertaking, engine, github, opened);
  if (left) return goLive(left, engine, delivered, reported);
  if (!wasTaken(delivered.outcomes) || release.fleet) return delivered;
  const recorded = await engine.run(planRecord(release, lineOf(release, reported(delivered))));
  return { ...delivered, outcomes: [...delivered.outcomes, ...recorded] };
}

const lineOf = (release: Release, report: Report): string => ledgerLine(recordOf(report), release);

/** The lock is held from here on, if this goes well. */
async function deliver(
  undertaking: Undertaking,
  engine: Engine,
  github: Github,
  { outcomes, facts }: Progress,
): Promise<Headway> {
  const { release, options } = undertaking;
  const taking = { release, engine, github, wait: options.lockWait };
  const delivered = withSameImage(release, await underLock(taking, (abandoned) => delivery(undertaking, facts, abandoned)));
  const done = [...outcomes, ...delivered];
  const left = going(undertaking, delivered);
  if (!left) return { outcomes: [...done, ...(await givenBack(undertaking, engine, delivered))], facts, left };
  tellOfLost(undertaking, delivered, engine.watcher);
  return orUnlock(release, engine, async () => {
    await refuseOvertaken(undertaking, github);
    return { outcomes: done, facts: refreshed(facts, factsFrom(delivered)), left };
  });
}

/** What turns out to be impossible gives the lock back. */
async function orUnlock<Done>(release: Release, engine: Engine, work: () => Promise<Done>): Promise<Done> {
  try {
    return await work();
  } catch (error) {
    await engine.run(planUnlock(release));
    throw error;
  }
}

/** The lock is still held where hosts may fail, and too many did; and where what was delivered is not what it should be. */
async function givenBack({ release }: Undertaking, engine: Engine, delivered: readonly Outcome[]): Promise<Outcome[]> {
  return wasTaken(delivered) && !delivered.some(settlesLock) ? engine.run(planUnlock(release)) : [];
}

async function goLive(
  undertaking: Undertaking,
  engine: Engine,
  delivered: Progress,
  reported: Surroundings["reported"],
): Promise<Progress> {
  const { release, verb } = undertaking;
  const { facts } = delivered;
  const { outcomes, closing } = await orUnlock(release, engine, () => made(undertaking, engine, delivered, reported));
  const done = [...outcomes, ...(await engine.run(closing))];
  if (hasFailed(done) || !verb.announces || release.fleet) return { outcomes: done, facts };
  const runtime = (Date.now() - Date.parse(release.lock.at)) / 1000;
  return { outcomes: [...done, ...(await engine.run(planAfterDeploy(release, runtime)))], facts };
}

interface Made {
  readonly outcomes: readonly Outcome[];
  /** What is left to do; shards do it when they part. */
  readonly closing: Plan;
}

async function made(
  undertaking: Undertaking,
  engine: Engine,
  { outcomes, facts }: Progress,
  reported: Surroundings["reported"],
): Promise<Made> {
  const { release } = undertaking;
  const deployed = await engine.run(deployment(undertaking, facts));
  const done = [...outcomes, ...confirmed(release, deployed, previousVersion(release.config, facts))];
  if (release.fleet) return { outcomes: done, closing: { title: "", steps: [] } };
  return { outcomes: done, closing: planClose(release, lineOf(release, reported({ outcomes: done, facts }))) };
}
