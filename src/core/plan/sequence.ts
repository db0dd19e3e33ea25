import { type Plan, type Step, type StepId, stepId } from "./plan.ts";

/**
 * Plans in turn: nothing of one begins before all of the one before has succeeded. Each has a word of its own, for its steps' ids.
 * @param opening what has to succeed before the first
 */
export function inSequence(title: string, plans: Readonly<Record<string, Plan>>, opening: readonly StepId[] = []): Plan {
  const steps: Step[] = [];
  let gate = opening;
  for (const [word, plan] of Object.entries(plans)) {
    const named = plan.steps.map((step) => withWord(step, word));
    steps.push(...named.map((step) => (step.cleansUp || step.needs.length > 0 ? step : { ...step, needs: gate })));
    const done = named.filter(({ cleansUp }) => !cleansUp).map(({ id }) => id);
    if (done.length > 0) gate = done;
  }
  return { title, steps, forwards: Object.values(plans).flatMap(({ forwards = [] }) => forwards) };
}

function withWord(step: Step, word: string): Step {
  const named = (id: StepId): StepId => stepId(id, word);
  const { cleansUp, quorum, ...others } = step;
  const most = quorum && { ...quorum, of: quorum.of.map((ids) => ids.map(named)) };
  const moved = { ...others, id: named(step.id), needs: step.needs.map(named), quorum: most };
  if (!cleansUp) return moved;
  const { after, onlyIfFailed, onlyIfEnded } = cleansUp;
  return {
    ...moved,
    cleansUp: {
      ...cleansUp,
      after: after.map(named),
      onlyIfFailed: onlyIfFailed?.map(named),
      onlyIfEnded: onlyIfEnded?.map((each) => ({ ...each, step: named(each.step) })),
    },
  };
}
