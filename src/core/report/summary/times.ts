import type { Stage } from "../../plan/plan.ts";
import { groupedBy } from "../groups.ts";
import type { Usual } from "../history.ts";
import { code, folded, markdownTable } from "../markdown.ts";
import type { RunRecord } from "../record.ts";
import { busyTime, type Stretch, stretches } from "../stages.ts";
import { duration } from "../table.ts";

/** More places than this are folded. */
const mostOpen = 12;
const mostRows = 500;

type Timed = Pick<RunRecord, "steps" | "startedAt" | "endedAt">;

/** How long each stage took on each place, in the whole run, and in the runs before. Nothing where nothing ran. */
export function timeTable(run: Timed, usual?: Usual): string[] {
  const found = stretches(run.steps);
  if (found.length === 0) return [];
  const stages = [...new Set(found.map(({ stage }) => stage))];
  const head = ["", ...stages, "in all"];
  const rows = placeRows(run, found, stages);
  const sums = [wholeRow(run, stages), ...(usual ? [usualRow(usual, stages)] : [])];
  const tables =
    rows.length <= mostOpen
      ? [markdownTable(head, [...rows, ...sums])]
      : [markdownTable(head, sums), folded(`Each of ${rows.length} places`, markdownTable(head, rows.slice(0, mostRows)))];
  const trend = usual ? [trendLine(usual, (run.endedAt - run.startedAt) / 1000)] : [];
  return [["### How long it took", ...tables, ...trend].join("\n\n")];
}

const placeRows = ({ steps }: Timed, found: readonly Stretch[], stages: readonly Stage[]): string[][] => {
  const byPlace = groupedBy(steps, ({ place }) => place);
  return [...groupedBy(found, ({ place }) => place)].map(([place, there]) => [
    code(place),
    ...stages.map((stage) => cell(there.find((each) => each.stage === stage))),
    duration(busyTime(byPlace.get(place) ?? [])),
  ]);
};

const wholeRow = ({ steps, startedAt, endedAt }: Timed, stages: readonly Stage[]): string[] => [
  "**the whole run**",
  ...stages.map((stage) => duration(busyTime(steps.filter((step) => step.stage === stage)))),
  `**${duration(endedAt - startedAt)}**`,
];

const usualRow = ({ ofStage, total }: Usual, stages: readonly Stage[]): string[] => [
  "usually",
  ...stages.map((stage) => seconds(ofStage(stage))),
  seconds(total),
];

const cell = (stretch: Stretch | undefined): string => {
  if (!stretch) return "";
  const mark = { succeeded: "", failed: " ❌", cancelled: " ■" }[stretch.ending];
  return `${duration(stretch.busy)}${mark}`;
};

const seconds = (value: number | undefined): string => (value === undefined ? "" : duration(value * 1000));

const levels = "▁▂▃▄▅▆▇█";

/** The runs before and this one, as a row of bars from half of the shortest up to the longest. */
function trendLine({ each }: Usual, now: number): string {
  const all = [...each, now];
  const [lowest, longest] = [Math.min(...all) / 2, Math.max(...all)];
  const level = (value: number): string =>
    levels[Math.round(((value - lowest) / (longest - lowest)) * (levels.length - 1))] ?? "";
  const count = each.length === 1 ? "The run before and this one" : `The last ${each.length} runs and this one`;
  return `${count}: ${all.map(level).join("")} (${seconds(Math.min(...all))} to ${seconds(longest)})`;
}
