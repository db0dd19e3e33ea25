import { allOver } from "../core/commands/fleet.ts";
import { beatInterval, isFirst, nameOf } from "../core/host/fleet.ts";
import { lockDetails } from "../core/host/lock.ts";
import { planRecord } from "../core/plan/close.ts";
import { planAfterDeploy } from "../core/plan/deploy.ts";
import { planArrival, planBeat, planGathering, planLeave, type SharedRelease } from "../core/plan/fleet.ts";
import type { Outcome } from "../core/plan/plan.ts";
import { messageOf } from "../core/report/errors.ts";
import { haveAllSucceeded, recordOfRun, type ShardWord, shardLine, shardWords } from "../core/report/fleet.ts";
import { ledgerLine } from "../core/report/ledger.ts";
import { recordOf } from "../core/report/record.ts";
import { hasFailed, type Report } from "../core/report/report.ts";
import type { Engine } from "./engine.ts";
import { beating } from "./heartbeat.ts";
import type { Progress } from "./progress.ts";

/** What a shard does beside its part. */
export interface Part {
  /** The part itself. @throws whatever stands in its way */
  readonly work: () => Promise<Progress>;
  readonly reported: (progress: Progress) => Report;
  /** Runs the project's post-deploy hook, of one shard alone. */
  readonly announces: boolean;
}

/** Meet the other shards, do this one's part, and part from them, however it ended. @throws what `work` throws */
export async function asShard(release: SharedRelease, engine: Engine, part: Part): Promise<Report> {
  const arrived = await engine.run(planArrival(release));
  if (hasFailed(arrived)) return part.reported({ outcomes: arrived, facts: new Map() });
  engine.watcher.locking({ details: lockDetails(release.lock), fleet: release.fleet, change: { version: release.version } });
  return beating({ beat: () => engine.runApart(planBeat(release)), interval: beatInterval }, async () => {
    const { outcomes, facts } = await part.work().catch((error: unknown) => refused(release, engine, error));
    return parted(release, engine, { facts, outcomes: [...arrived, ...outcomes] }, part);
  });
}

async function refused(release: SharedRelease, engine: Engine, error: unknown): Promise<never> {
  const reason = messageOf(error);
  const left = await leaving(release, engine, { failure: { host: nameOf(release.fleet), title: "Do its part", reason } });
  if (areAllOver(left)) await wordsOfAll(release, engine);
  throw error;
}

async function parted(release: SharedRelease, engine: Engine, progress: Progress, part: Part): Promise<Report> {
  const { fleet } = release;
  const ended = part.reported(progress);
  const left = await leaving(release, engine, { record: recordOf(ended) });
  const words = areAllOver(left) ? await wordsOfAll(release, engine) : undefined;
  const isWell = words !== undefined && haveAllSucceeded(fleet, words);
  const whole = recordOfRun({ ...ended, sharded: { fleet, words } });
  const recorded = whole ? await engine.run(planRecord(release, ledgerLine(whole, release))) : [];
  const runtime = (Date.now() - Date.parse(release.lock.at)) / 1000;
  const after = isWell && part.announces ? await engine.run(planAfterDeploy(release, runtime)) : [];
  return {
    ...part.reported({ ...progress, outcomes: [...progress.outcomes, ...left, ...recorded, ...after] }),
    sharded: { fleet, words },
  };
}

function leaving({ config, fleet, lock }: SharedRelease, engine: Engine, word: Omit<ShardWord, "shard">): Promise<Outcome[]> {
  const details = isFirst(fleet) ? lockDetails(lock) : undefined;
  return engine.run(planLeave({ config, fleet }, { word: shardLine(fleet, word), details }));
}

const areAllOver = (left: readonly Outcome[]): boolean => left.some(({ output }) => output.includes(allOver));

/** What they have left to report is gone then. */
async function wordsOfAll(release: SharedRelease, engine: Engine): Promise<ShardWord[]> {
  const outcomes = await engine.runUntold(planGathering(release));
  return shardWords(outcomes.flatMap(({ output }) => output.split("\n")));
}
