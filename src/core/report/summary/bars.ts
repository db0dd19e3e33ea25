import { worst } from "../ending.ts";
import type { RecordedStep } from "../record.ts";

/** A stretch of one stage on one place. Times are milliseconds since 1970. */
export type Bar = Pick<RecordedStep, "stage" | "ending" | "startedAt" | "endedAt">;

/** Steps of one stage that follow each other are one bar. @param gap milliseconds that nobody would see between them */
export function barsOf(steps: readonly RecordedStep[], gap: number): Bar[] {
  const bars: Bar[] = [];
  for (const step of steps.toSorted((a, b) => a.startedAt - b.startedAt)) {
    const index = bars.findLastIndex(({ stage }) => stage === step.stage);
    const last = bars[index];
    if (last && step.startedAt <= last.endedAt + gap) bars[index] = joined(last, step);
    else bars.push(step);
  }
  return bars;
}

const joined = (one: Bar, other: Bar): Bar => ({
  ...one,
  ending: worst([one, other]),
  endedAt: Math.max(one.endedAt, other.endedAt),
});
