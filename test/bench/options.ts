import { parseArgs } from "node:util";
import { type Case, cases } from "./case.ts";

export interface Options {
  /** How often each deploy is timed. */
  readonly rounds: number;
  readonly cases: readonly Case[];
  /** How long the app takes until it listens, in milliseconds. */
  readonly startDelay: number;
  /** Tell people on standard error, and end with one line for programs on standard output. */
  readonly json: boolean;
}

export const USAGE = `usage: npm run bench -- [--rounds N] [--case ${cases.map(({ name }) => name).join("|")}]... [--start-delay MS] [--json]`;

/** @throws Error on an option, a number or a case that there is not */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: "string", default: "5" },
      case: { type: "string", multiple: true, default: cases.map(({ name }) => name) },
      "start-delay": { type: "string", default: "100" },
      json: { type: "boolean", default: false },
    },
  });
  return {
    rounds: wholeNumber(values.rounds, { atLeast: 1 }),
    cases: values.case.map(caseNamed),
    startDelay: wholeNumber(values["start-delay"], { atLeast: 0 }),
    json: values.json,
  };
}

function caseNamed(name: string): Case {
  const found = cases.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`There is no case "${name}"`);
  return found;
}

function wholeNumber(text: string, { atLeast }: { readonly atLeast: number }): number {
  const number = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(number) || number < atLeast)
    throw new Error(`"${text}" is no whole number of ${atLeast} or more`);
  return number;
}
