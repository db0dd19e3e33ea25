import { table } from "../../src/core/report/table.ts";
import type { Case } from "./case.ts";
import { contenders, type Name } from "./contender.ts";
import { goals, type Result, type Round } from "./result.ts";
import { median } from "./statistics.ts";

const names = ["landfall", "script", "kamalTrace"] as const satisfies readonly Name[];

/** A case for people. */
export function described({ name, servers, roundTripMs }: Case, rounds: readonly Round[], result: Result): string {
  const rows = names.map((contender) => {
    const seconds = rounds.map((round) => round[contender].seconds);
    const execs = Math.max(...rounds.map((round) => round[contender].execs));
    const shown = [Math.min(...seconds), median(seconds), Math.max(...seconds)].map((number) => `${number.toFixed(2)} s`);
    return [contenders[contender].title, ...shown, String(execs)];
  });
  const { ratioScript, ratioKamal, execsPerHost } = result;
  return [
    `${name}: ${servers} ${servers === 1 ? "server" : "servers"}, ${roundTripMs} ms away, ${rounds.length} rounds`,
    table(["", "min", "median", "max", "execs"], rows),
    verdict(ratioScript, goals.ratioScript, "x the script"),
    verdict(ratioKamal, goals.ratioKamal, "x Kamal's commands"),
    verdict(execsPerHost, goals.execsPerHost, " execs a server"),
  ].join("\n");
}

const verdict = (is: number, goal: number, what: string): string =>
  `${is <= goal ? "✓" : "✗"} ${is}${what} (goal: at most ${goal})`;
