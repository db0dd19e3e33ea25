import { table } from "../../src/core/report/table.ts";
import type { Case, Moment } from "./matrix.ts";
import type { Finding } from "./trial.ts";
import type { Observed } from "./verdict.ts";

const head = ["", "journey", "fault", "when", "where", "served then", "lock left", "next deploy", "requests", "lost"];

/** All that was tried, a row each. */
export const findingsTable = (findings: readonly Finding[]): string => table(head, findings.map(row));

function row({ tried, seen, left, problems }: Finding): readonly string[] {
  const { journey, fault, moment } = tried;
  const works = seen.next.every(({ exitCode }) => exitCode === 0);
  return [
    ...[
      problems.length === 0 ? "✓" : "✗",
      journey,
      fault.name,
      whenOf(moment),
      whereOf(tried),
      seen.afterwards.map(ageOf(seen)).join(" "),
    ],
    ...[left === undefined ? "no" : "yes", works ? "ok" : "failed", String(seen.traffic.requests), String(seen.traffic.lost)],
  ];
}

/** What a moment is called. */
export function whenOf(moment: Moment): string {
  switch (moment.kind) {
    case "start":
      return "at the start";
    case "after":
      return `after "${moment.boundary.title}" on ${moment.boundary.place}`;
    case "while":
      return `while it ${moment.deed}`;
  }
}

/** A fault of the deployer's is on a server only where it comes while that server does something. */
export function whereOf({ fault, moment, host }: Case): string {
  const isServers = fault.where === "server" || fault.where === "network" || moment.kind === "while";
  return isServers ? `server-${host + 1}` : fault.where;
}

/** A version in one word; where a run was to change nothing, what it left is the old one. */
const ageOf =
  ({ before, target, rival }: Observed) =>
  (answer: string | undefined): string => {
    if (answer === undefined) return "nothing";
    if (answer === before) return "old";
    if (answer === target) return "new";
    return answer === rival ? "rival" : "other";
  };

/** What all of it comes to. */
export function verdictLine(findings: readonly Finding[]): string {
  const bad = findings.filter(({ problems }) => problems.length > 0).length;
  const sum = (count: (finding: Finding) => number): string =>
    findings.reduce((total, finding) => total + count(finding), 0).toLocaleString("en");
  const tried = `${findings.length} faults tried, ${bad} with a problem`;
  return `${tried}; ${sum(({ seen }) => seen.traffic.requests)} requests, ${sum(({ seen }) => seen.traffic.lost)} lost`;
}

/** What should not have been in one case, with what its runs said. */
export const accountOf = ({ problems, said }: Finding): string =>
  [...problems.map((problem) => `  ✗ ${problem}`), said.replaceAll(/^/gm, "  | ")].join("\n");

export const caseName = (tried: Case): string =>
  `${tried.journey}, ${whenOf(tried.moment)}: ${tried.fault.name} (${tried.fault.means}), ${whereOf(tried)}`;
