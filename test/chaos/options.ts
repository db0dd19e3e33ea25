import { parseArgs } from "node:util";
import { type Fault, places } from "./fault.ts";
import { faults } from "./faults.ts";
import { type JourneyName, journeyNames } from "./journey.ts";
import { type ProxyName, proxyNames } from "./proxy.ts";

export interface Options {
  /** The same seed chooses the same cases. */
  readonly seed: number;
  /** The first of them, counted from 1: a long list can be gone through in several runs, or one case of it tried again. */
  readonly from: number;
  /** How many cases at most. */
  readonly count: number;
  /** After so many minutes no other case begins. */
  readonly minutes: number;
  readonly faults: readonly Fault[];
  readonly journeys: readonly JourneyName[];
  /** What the name of a moment has to have in it, one of these; any moment where there are none. */
  readonly at: readonly string[];
  /** What the lab is called: labs of different names stand side by side. */
  readonly lab: string;
  readonly proxy: ProxyName;
  /** Whether what runs say is shown where all is well, too. */
  readonly verbose: boolean;
}

const names = { journeys: journeyNames, places, faults: faults.map(({ name }) => name) };

export const USAGE = `usage: npm run test:chaos -- [--seed N] [--from N] [--count N] [--minutes N] [--lab NAME] [--proxy NAME] [--at TEXT]... [--only NAME]... [--verbose]
--proxy is ${proxyNames.join(" or ")}
--at is a part of a moment's name, such as "Boot web", "server-2", "moves traffic" or "at the start"
--only is a journey: ${names.journeys.join(", ")}
       or a place of faults: ${names.places.join(", ")}
       or a fault: ${names.faults.join(", ")}`;

/** @throws Error on an option, a number or a name that there is not */
export function readOptions(args: readonly string[]): Options {
  const {
    values: { seed, from, count, minutes, lab, proxy, at, only, verbose },
  } = parseArgs({
    args: [...args],
    options: {
      seed: { type: "string", default: "1" },
      from: { type: "string", default: "1" },
      count: { type: "string", default: "20" },
      minutes: { type: "string", default: "60" },
      lab: { type: "string", default: "chaos" },
      proxy: { type: "string", default: proxyNames[0] },
      at: { type: "string", multiple: true, default: [] },
      only: { type: "string", multiple: true, default: [] },
      verbose: { type: "boolean", default: false },
    },
  });
  return {
    seed: wholeNumber(seed),
    count: wholeNumber(count),
    minutes: wholeNumber(minutes),
    from: wholeNumber(from),
    lab,
    proxy: proxyNamed(proxy),
    at,
    verbose,
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

function proxyNamed(text: string): ProxyName {
  const found = proxyNames.find((name) => name === text);
  if (found === undefined) throw new Error(`There is no proxy "${text}"`);
  return found;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(number) || number < 1)
    throw new Error(`"${text}" is no whole number of 1 or more`);
  return number;
}
