import type { Answer } from "./request.ts";

export interface LoadResult {
  readonly requests: number;
  readonly failed: number;
  /** How often each kind of failure was seen. */
  readonly failures: Readonly<Record<string, number>>;
  /** How often each answer was seen: the sample app answers with its version. */
  readonly versions: Readonly<Record<string, number>>;
  /** Half of the requests that succeeded were faster, in ms. */
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
  /** It had reached a limit before it was stopped: what happened after that, nobody saw. */
  readonly endedEarly: boolean;
}

export function resultOf(answers: readonly Answer[], { endedEarly }: { readonly endedEarly: boolean }): LoadResult {
  const good = answers.filter(({ failure }) => failure === undefined);
  const times = good.map(({ ms }) => ms).sort((a, b) => a - b);
  const quantile = (share: number) => Math.round((times[Math.floor((times.length - 1) * share)] ?? 0) * 100) / 100;
  return {
    requests: answers.length,
    failed: answers.length - good.length,
    failures: tally(answers.flatMap(({ failure }) => failure ?? [])),
    versions: tally(good.map(({ body }) => body)),
    p50: quantile(0.5),
    p99: quantile(0.99),
    worst: quantile(1),
    endedEarly,
  };
}

function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
