import type { Outcome } from "../plan/plan.ts";
import { code, markdownTable } from "./markdown.ts";
import { placeName } from "./plans.ts";
import type { Report } from "./report.ts";
import { withShortCommits } from "./short-commits.ts";
import { type Stretch, stretches } from "./stages.ts";
import { duration } from "./table.ts";

/** Mermaid draws no text longer than 50,000 characters, and nobody reads that many bars. */
const mostBars = 120;

type Timed = Pick<Report, "outcomes" | "startedAt">;

/** When each place did what, as a Mermaid Gantt chart: a bar for every step, or for every stage where those would be too many. */
export function timeline({ outcomes, startedAt }: Timed): string {
  const ran = outcomes.filter(({ status }) => status !== "skipped");
  const bars = ran.length <= mostBars ? ran.map(barOfStep) : stretches(ran).map(barOfStretch).slice(0, mostBars);
  const sections = [...new Set(bars.map(({ place }) => place))].flatMap((place) => [
    `  section ${label(place)}`,
    ...bars.filter((bar) => bar.place === place).map((bar) => drawn(bar, startedAt)),
  ]);
  return ["```mermaid", "gantt", "  dateFormat HH:mm:ss.SSS", "  axisFormat %M:%S", ...sections, "```"].join("\n");
}

/** The same in numbers: how long each stage took on each place. */
export function stageTable({ outcomes }: Timed): string {
  const found = stretches(outcomes);
  const stages = [...new Set(found.map(({ stage }) => stage))];
  const places = [...new Set(found.map(({ place }) => place))];
  const rows = places.map((place) => [
    code(placeName(place)),
    ...stages.map((stage) => cell(found.find((each) => each.place === place && each.stage === stage))),
  ]);
  return markdownTable(["", ...stages], rows);
}

const cell = (stretch: Stretch | undefined): string => {
  if (!stretch) return "";
  const mark = { succeeded: "", failed: " ❌", cancelled: " ■" }[stretch.status];
  return `${duration(stretch.busy)}${mark}`;
};

interface Bar extends Pick<Outcome, "startedAt" | "endedAt"> {
  readonly good: boolean;
  readonly place: string;
  readonly title: string;
}

const barOfStep = ({ step, status, ...times }: Outcome): Bar => ({
  ...{ ...times, good: status === "succeeded" },
  ...{ place: placeName(step.host), title: step.title },
});
const barOfStretch = ({ place, stage, status, ...times }: Stretch): Bar => ({
  ...{ ...times, good: status === "succeeded" },
  ...{ place: placeName(place), title: stage },
});

function drawn({ title, good, startedAt, endedAt }: Bar, origin: number): string {
  const kind = good ? "" : "crit, ";
  return `  ${label(title)} :${kind}${clock(startedAt - origin)}, ${clock(endedAt - origin)}`;
}

/** A time of day: Mermaid reads it and draws its axis in the reader's time zone, so the run begins at 00:00 everywhere. */
const clock = (milliseconds: number): string => new Date(Math.max(0, milliseconds)).toISOString().slice(11, 23);

/** To Mermaid `:`, `;`, `#` and `%%` are syntax, in a title too, and there is no way to quote them. */
const label = (text: string): string =>
  withShortCommits(text)
    .replaceAll(/[^\p{L}\p{N}_.,/()-]+/gu, " ")
    .slice(0, 80)
    .trim() || "step";
