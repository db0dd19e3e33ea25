import type { Run } from "./landfall.ts";
import type { EngineName } from "./options.ts";
import type { Story } from "./story.ts";

const VERSIONS = 2;

/** What the demo has to show in the end. */
export interface Result {
  readonly requests: number;
  readonly failed: number;
  /** How many were served by every server, as its clients saw it. */
  readonly versions: number;
  /** Seconds that each successful one took; the rollback is none of them. */
  readonly deploys: readonly number[];
  readonly hosts: number;
  readonly engine: EngineName;
}

export function resultOf({ runs, versions, loads }: Story, { engine, hosts }: Pick<Result, "engine" | "hosts">): Result {
  const seen = versions.filter((version) => loads.length > 0 && loads.every((load) => Object.hasOwn(load.versions, version)));
  return {
    requests: sum(loads.map(({ requests }) => requests)),
    failed: sum(loads.map(({ failed }) => failed)),
    versions: seen.length,
    deploys: secondsOf(runs, "deploy"),
    hosts,
    engine,
  };
}

/** What went wrong, a line each; nothing when the demo showed what it is for. */
export function problemsOf({ runs, versions, loads, serving }: Story, result: Result): readonly string[] {
  const [first] = versions;
  const failures = loads.flatMap((load) => Object.entries(load.failures));
  const others = serving.filter((version) => version !== first);
  return [
    ...runs.flatMap(({ verb, succeeded }) => (succeeded ? [] : [`The ${verb} failed; what followed it was left out.`])),
    ...failures.map(([kind, count]) => `${count} requests failed with ${kind}.`),
    ...(result.versions < VERSIONS ? [`Clients of every server should have seen ${VERSIONS} versions.`] : []),
    ...others.map((version) => `In the end a server answers ${version}, and not ${first}.`),
    ...(loads.some(({ endedEarly }) => endedEarly) ? ["The traffic reached its limit before the end."] : []),
  ];
}

/** The result for people: names, and what there is to say of them. */
export function rowsOf({ runs }: Story, { requests, failed, versions, deploys }: Result): readonly (readonly [string, string])[] {
  return [
    ["Versions seen", String(versions)],
    ["Requests served", (requests - failed).toLocaleString("en")],
    ["Requests failed", failed.toLocaleString("en")],
    ["Seconds a deploy", listed(deploys)],
    ["Seconds a rollback", listed(secondsOf(runs, "rollback"))],
  ];
}

const secondsOf = (runs: readonly Run[], wanted: Run["verb"]): readonly number[] =>
  runs.filter(({ verb, succeeded }) => succeeded && verb === wanted).map(({ seconds }) => seconds);

const listed = (numbers: readonly number[]): string => numbers.map((number) => number.toFixed(1)).join(", ") || "none succeeded";

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
