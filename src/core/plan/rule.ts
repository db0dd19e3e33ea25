import type { Quorum, Status, Step, StepId } from "./plan.ts";

/** Everything that must have settled before it is clear whether a step runs. */
export function predecessors({ needs, quorum, cleansUp }: Step): StepId[] {
  const { after = [], onlyIfFailed = [], onlyIfEnded = [] } = cleansUp ?? {};
  return [
    ...new Set([...needs, ...(quorum?.of.flat() ?? []), ...after, ...onlyIfFailed, ...onlyIfEnded.map(({ step }) => step)]),
  ];
}

/** Whether a step runs, once everything before it has settled. */
export function runs(step: Step, status: (id: StepId) => Status, { cancelled }: { cancelled: boolean }): boolean {
  const { needs, quorum, cleansUp } = step;
  const hasSucceeded = (id: StepId): boolean => status(id) === "succeeded";
  if (!needs.every(hasSucceeded) || (quorum && !isReached(quorum, hasSucceeded))) return false;
  if (!cleansUp) return !cancelled;
  const { onlyIfEnded, onlyIfFailed, unlessCancelled } = cleansUp;
  if (unlessCancelled && cancelled) return false;
  if (onlyIfEnded && !onlyIfEnded.every(({ step, as }) => as.includes(status(step)))) return false;
  return !onlyIfFailed || onlyIfFailed.some((id) => !hasSucceeded(id));
}

const isReached = ({ of, failures }: Quorum, hasSucceeded: (id: StepId) => boolean): boolean =>
  of.filter((ids) => !ids.every(hasSucceeded)).length <= failures;
