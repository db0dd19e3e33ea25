import type { Fate, Sight } from "../fates.ts";
import { groupedBy } from "../groups.ts";
import { code, folded, markdownTable, text } from "../markdown.ts";
import { withShortCommits } from "../short-commits.ts";

/** More rows than this are put together, and folded one by one. */
const mostOpen = 12;
const mostRows = 500;
/** Hosts that a row names. */
const mostNamed = 3;

/** What is where, and what was there before. */
export function whereabouts(all: readonly Fate[]): string[] {
  if (all.length === 0) return [];
  const rows = all.slice(0, mostRows).map((fate) => [code(fate.host), ...cells(fate)]);
  const table = markdownTable(["Host", ...head], rows);
  const parts = all.length <= mostOpen ? [table] : [together(all), folded("Each host", table)];
  const rest = all.length > mostRows ? [`And ${all.length - mostRows} more.`] : [];
  return [["### What is where", ...parts, ...rest].join("\n\n")];
}

const head = ["Role", "Before", "Now"];

const cells = ({ role, before, now, uncertain }: Fate): string[] => [
  text(role),
  deployed(before),
  `${deployed(now)}${uncertain ? " ⚠️ not sure" : ""}`,
];

/** One row for all hosts of which the same is true, those of the most hosts first. */
function together(all: readonly Fate[]): string {
  const alike = [...groupedBy(all, (fate) => cells(fate).join("|")).values()].toSorted((a, b) => b.length - a.length);
  const rows = alike.slice(0, mostOpen).flatMap((fates) => fates.slice(0, 1).map((first) => [named(fates), ...cells(first)]));
  return markdownTable(["Hosts", ...head], rows);
}

const named = (fates: readonly Fate[]): string =>
  fates.length > mostNamed ? `${fates.length} hosts` : fates.map(({ host }) => code(host)).join(" ");

const deployed = (sight: Sight): string => (sight.kind === "version" ? code(withShortCommits(sight.version)) : sight.kind);
