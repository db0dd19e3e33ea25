import { type Outcome, type Place, type Stage, stages } from "../plan/plan.ts";
import { type Ending, endingOf } from "./ending.ts";

/** What one place did of one stage. Times are milliseconds since 1970. */
export interface Stretch {
  readonly place: Place;
  readonly stage: Stage;
  readonly startedAt: number;
  readonly endedAt: number;
  /** How much of that time something was done, in milliseconds. */
  readonly busy: number;
  readonly status: Ending;
}

/** Steps that ran, put together by place and stage, in the order of the stages. */
export function stretches(outcomes: readonly Outcome[]): Stretch[] {
  const ran = outcomes.filter(({ status }) => status !== "skipped");
  const places = [...new Set(ran.map(({ step }) => step.host))];
  return places.flatMap((place) =>
    stages.flatMap((stage) => {
      const here = ran.filter(({ step }) => step.host === place && step.stage === stage);
      return here.length > 0 ? [stretch(place, stage, here)] : [];
    }),
  );
}

const stretch = (place: Place, stage: Stage, outcomes: readonly Outcome[]): Stretch => ({
  place,
  stage,
  startedAt: Math.min(...outcomes.map(({ startedAt }) => startedAt)),
  endedAt: Math.max(...outcomes.map(({ endedAt }) => endedAt)),
  busy: busyTime(outcomes),
  status: endingOf(outcomes),
});

/** Time that several steps share counts once. */
function busyTime(outcomes: readonly Outcome[]): number {
  let [busy, until] = [0, 0];
  for (const { startedAt, endedAt } of outcomes.toSorted((a, b) => a.startedAt - b.startedAt)) {
    busy += Math.max(0, endedAt - Math.max(startedAt, until));
    until = Math.max(until, endedAt);
  }
  return busy;
}
