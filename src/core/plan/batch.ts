import type { Place, Step, StepId } from "./plan.ts";

/** Steps that run in one place, one after the other, without a word from us in between. */
export interface Batch {
  readonly place: Place;
  readonly steps: readonly [Step, ...Step[]];
}

interface Chain {
  readonly steps: [Step, ...Step[]];
  /** Everything that is known to have succeeded when the chain's last step has. */
  readonly settled: Set<StepId>;
}

/** Fuse each chain of steps that wait for nothing but their chain, in the same place. */
export function batches({ steps }: { readonly steps: readonly Step[] }): Batch[] {
  const chains: Chain[] = [];
  const tails = new Map<StepId, Chain>();
  for (const step of steps) {
    const chain = chainFor(step, tails);
    if (chain) {
      tails.delete(lastOf(chain).id);
      chain.steps.push(step);
      chain.settled.add(step.id);
    } else {
      chains.push({ steps: [step], settled: new Set([step.id, ...(step.cleansUp ? [] : step.needs)]) });
    }
    const grown = chain ?? chains.at(-1);
    if (grown) tails.set(step.id, grown);
  }
  return chains.map((chain) => ({ place: chain.steps[0].host, steps: chain.steps }));
}

/** The chain whose last step `step` waits for, if it waits for nothing outside that chain. */
function chainFor(step: Step, tails: ReadonlyMap<StepId, Chain>): Chain | undefined {
  if (step.cleansUp || step.quorum) return undefined;
  return step.needs
    .flatMap((id) => tails.get(id) ?? [])
    .find((chain) => chain.steps[0].host === step.host && step.needs.every((id) => chain.settled.has(id)));
}

const lastOf = ({ steps }: Chain): Step => steps.at(-1) ?? steps[0];
