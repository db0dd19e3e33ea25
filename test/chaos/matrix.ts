import { groupedBy } from "../../src/core/report/groups.ts";
import { type Random, randomFrom } from "../fuzz/mutation.ts";
import type { Boundary } from "./boundary.ts";
import type { Fault } from "./fault.ts";
import type { JourneyName } from "./journey.ts";

/** Docker's commands in the middle of which something may happen, each as a pattern of the shell. */
export const deeds = {
  ...{ pulls: "pull*", boots: "run*", stops: "stop*" },
  "moves traffic": "exec?kamal-proxy*deploy*|exec?landfall-caddy*?flip?*",
} as const;
export type Deed = keyof typeof deeds;

/** When a fault comes. */
export type Moment =
  | { readonly kind: "start" }
  | { readonly kind: "after"; readonly boundary: Boundary }
  /** While the server that is struck does this. */
  | { readonly kind: "while"; readonly deed: Deed };

/** One fault at one moment of one journey, to one server. */
export interface Case {
  readonly journey: JourneyName;
  readonly moment: Moment;
  readonly fault: Fault;
  /** Counted from 0. */
  readonly host: number;
}

/** What a case is made of. */
export interface Axes {
  /** The boundaries of the journeys that are made. */
  readonly journeys: ReadonlyMap<JourneyName, readonly Boundary[]>;
  readonly faults: readonly Fault[];
  readonly hosts: number;
}

/** Every case that makes sense. */
export function matrix({ journeys, faults, hosts }: Axes): readonly Case[] {
  return faults.flatMap((fault) =>
    [...journeys].flatMap(([journey, boundaries]) => {
      if (fault.journeys && !fault.journeys.includes(journey)) return [];
      return momentsOf(fault, journey, boundaries).flatMap((moment) =>
        Array.from({ length: hasHost(fault, moment) ? hosts : 1 }, (_, host): Case => ({ journey, moment, fault, host })),
      );
    }),
  );
}

const hasHost = ({ where }: Fault, { kind }: Moment): boolean => kind === "while" || where === "server" || where === "network";

function momentsOf({ comes }: Fault, journey: JourneyName, boundaries: readonly Boundary[]): readonly Moment[] {
  const start: readonly Moment[] = comes === "under way" ? [] : [{ kind: "start" }];
  if (comes === "at the start") return start;
  const after = boundaries.map((boundary): Moment => ({ kind: "after", boundary }));
  return [...start, ...after, ...deedsOf(journey).map((deed): Moment => ({ kind: "while", deed }))];
}

/** A rollback pulls nothing, and a reboot of an accessory moves no traffic. */
function deedsOf(journey: JourneyName): readonly Deed[] {
  switch (journey) {
    case "deploy":
    case "setup":
      return ["pulls", "boots", "moves traffic", "stops"];
    case "rollback":
      return ["boots", "moves traffic", "stops"];
    case "failing-deploy":
      return ["pulls", "boots", "moves traffic"];
    case "accessory-reboot":
      return [];
  }
}

/** So many of the cases from one of them on, the same for the same seed: each fault once before any comes again. */
export function chosen(
  cases: readonly Case[],
  { seed, from = 1, count }: { readonly seed: number; readonly from?: number; readonly count: number },
): readonly Case[] {
  const random = randomFrom(seed);
  const byFault = groupedBy(cases, ({ fault }) => fault.name);
  const piles = shuffled([...byFault.values()], random).map((pile) => shuffled(pile, random));
  const rounds = Math.max(0, ...piles.map(({ length }) => length));
  const dealt = Array.from({ length: rounds }, (_, round) => piles.flatMap((pile) => pile[round] ?? []));
  return dealt.flat().slice(from - 1, from - 1 + count);
}

/** https://en.wikipedia.org/wiki/Fisher%E2%80%93Yates_shuffle */
function shuffled<Item>(items: readonly Item[], random: Random): readonly Item[] {
  const left = [...items];
  return items.flatMap(() => left.splice(random(left.length), 1));
}
