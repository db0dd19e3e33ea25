import { z } from "zod";
import { type Stage, stages } from "../plan/plan.ts";
import { endings } from "./ending.ts";
import { groupedBy } from "./groups.ts";
import type { RunRecord } from "./record.ts";
import { busyTime } from "./stages.ts";

export const pastRun = z
  .object({
    ...{ verb: z.string(), version: z.string(), ending: z.enum(endings), hosts: z.number() },
    /** Milliseconds since 1970. */
    endedAt: z.number(),
    seconds: z.number(),
    /** How long something of each stage was done anywhere, in seconds. */
    stages: z.partialRecord(z.enum(stages), z.number()),
  })
  .readonly();

/** Runs of one service and destination, from old to new. */
export const history = z.array(pastRun).readonly();
/** What is kept of a run for the next ones to be compared with. */
export type PastRun = z.infer<typeof pastRun>;
export type History = z.infer<typeof history>;

/** How many runs are kept. */
const most = 20;

export function pastRunOf({ verb, version, ending, hosts, startedAt, endedAt, steps }: RunRecord): PastRun {
  const byStage = groupedBy(steps, ({ stage }) => stage);
  return {
    ...{ verb, version, ending, hosts: hosts.length, endedAt, seconds: seconds(endedAt - startedAt) },
    stages: Object.fromEntries([...byStage].map(([stage, there]) => [stage, seconds(busyTime(there))])),
  };
}

const seconds = (milliseconds: number): number => Math.round(milliseconds / 100) / 10;

export const remembered = (past: History, run: PastRun): History => [...past, run].slice(-most);

/** What a run can be compared with. Times are seconds. */
export interface Usual {
  /** How long each of those runs took, from old to new. */
  readonly each: readonly number[];
  readonly total: number;
  readonly ofStage: (stage: Stage) => number | undefined;
}

/** The middle of the runs that did the same and went well; undefined where there are none. */
export function usual(past: History, verb: string): Usual | undefined {
  const alike = past.filter((run) => run.verb === verb && run.ending === "succeeded");
  const each = alike.map((run) => run.seconds);
  const total = median(each);
  if (total === undefined) return undefined;
  return { each, total, ofStage: (stage) => median(alike.flatMap((run) => run.stages[stage] ?? [])) };
}

function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
