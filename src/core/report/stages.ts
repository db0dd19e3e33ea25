import { type Stage, stages } from "../plan/plan.ts";
import { type Ending, worst } from "./ending.ts";
import { groupedBy } from "./groups.ts";
import type { RecordedStep } from "./record.ts";

/** What one place did of one stage. Times are milliseconds since 1970. */
export interface Stretch {
  readonly place: string;
  readonly stage: Stage;
  readonly startedAt: number;
  readonly endedAt: number;
  /** How much of that time something was done, in milliseconds. */
  readonly busy: number;
  readonly ending: Ending;
}

/** Steps put together by place and stage, in the order of the stages. */
export function stretches(steps: readonly RecordedStep[]): Stretch[] {
  const byPlace = groupedBy(steps, ({ place }) => place);
  return [...byPlace].flatMap(([place, there]) => {
    const byStage = groupedBy(there, ({ stage }) => stage);
    return stages.flatMap((stage) => {
      const [first, ...others] = byStage.get(stage) ?? [];
      return first ? [stretch(place, stage, [first, ...others])] : [];
    });
  });
}

const stretch = (place: string, stage: Stage, steps: readonly RecordedStep[]): Stretch => ({
  place,
  stage,
  startedAt: Math.min(...steps.map(({ startedAt }) => startedAt)),
  endedAt: Math.max(...steps.map(({ endedAt }) => endedAt)),
  busy: busyTime(steps),
  ending: worst(steps),
});

/** In milliseconds. Time that several steps share counts once. */
export function busyTime(steps: readonly Pick<RecordedStep, "startedAt" | "endedAt">[]): number {
  let [busy, until] = [0, 0];
  for (const { startedAt, endedAt } of steps.toSorted((a, b) => a.startedAt - b.startedAt)) {
    busy += Math.max(0, endedAt - Math.max(startedAt, until));
    until = Math.max(until, endedAt);
  }
  return busy;
}
