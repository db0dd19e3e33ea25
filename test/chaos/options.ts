import { parseArgs } from "node:util";
import { type Fault, places } from "./fault.ts";
import { faults } from "./faults.ts";
import { type JourneyName, journeyNames } from "./journey.ts";

export interface Options {
  /** The same seed chooses the same cases. */
  readonly seed: number;
  /** How many cases at most. */
  readonly count: number;
  /** After so many minutes no other case begins. */
  readonly minutes: number;
  readonly faults: readonly Fault[];
  readonly journeys: readonly JourneyName[];
}

const names = { journeys: journeyNames, places, faults: faults.map(({ name }) => name) };

export const USAGE = `usage: npm run test:chaos -- [--seed N] [--count N] [--minutes N] [--only NAME]...
NAME is a journey: ${names.journeys.join(", ")}
     or a place of faults: ${names.places.join(", ")}
     or a fault: ${names.faults.join(", ")}`;

/** @throws Error on an option, a number or a name that there is not */
export function readOptions(args: readonly string[]): Options {
  const {
    values: { seed, count, minutes, only },
  } = parseArgs({
    args: [...args],
    options: {
      seed: { type: "string", default: "1" },
      count: { type: "string", default: "20" },
      minutes: { type: "string", default: "60" },
      only: { type: "string", multiple: true, default: [] },
    },
  });
  return {
    seed: wholeNumber(seed),
    count: wholeNumber(count),
    minutes: wholeNumber(minutes),
    ...selected(only),
  };
}

/** Names of one kind add up; without any of a kind, all of it is wanted. */
function selected(only: readonly string[]): Pick<Options, "faults" | "journeys"> {
  const known: readonly string[] = Object.values(names).flat();
  const unknown = only.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`There is no "${unknown}"`);
  const journeys = journeyNames.filter((name) => only.includes(name));
  const chosen = faults.filter(({ name, where }) => only.includes(name) || only.includes(where));
  return { faults: chosen.length > 0 ? chosen : faults, journeys: journeys.length > 0 ? journeys : journeyNames };
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(number) || number < 1)
    throw new Error(`"${text}" is no whole number of 1 or more`);
  return number;
}
