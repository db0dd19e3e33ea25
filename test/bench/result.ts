import type { Case } from "./case.ts";
import type { Name } from "./contender.ts";
import { median } from "./statistics.ts";
import type { Time } from "./turn.ts";

/** One deploy by each contender. */
export type Round = Readonly<Record<Name, Time>>;

/** What a case showed, for programs. Seconds are medians, and ratios are of medians. */
export interface Result extends Readonly<Record<Name, number>> {
  readonly case: string;
  readonly ratioScript: number;
  readonly ratioKamal: number;
  /** SSH sessions that a Landfall deploy opened on one server: the most that were seen. */
  readonly execsPerHost: number;
}

export const goals = { ratioScript: 1.25, ratioKamal: 0.4, execsPerHost: 5 } as const;

export function resultOf({ name }: Case, rounds: readonly Round[]): Result {
  const seconds = (contender: Name): number => median(rounds.map((round) => round[contender].seconds));
  const [landfall, script, kamalTrace] = [seconds("landfall"), seconds("script"), seconds("kamalTrace")];
  return {
    case: name,
    landfall: rounded(landfall),
    script: rounded(script),
    kamalTrace: rounded(kamalTrace),
    ratioScript: rounded(landfall / script),
    ratioKamal: rounded(landfall / kamalTrace),
    execsPerHost: Math.max(...rounds.map((round) => round.landfall.execs)),
  };
}

const rounded = (number: number): number => Math.round(number * 1000) / 1000;
