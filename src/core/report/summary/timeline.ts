import type { Stage } from "../../plan/plan.ts";
import { groupedBy } from "../groups.ts";
import { fence, text } from "../markdown.ts";
import type { RunRecord } from "../record.ts";
import { type Bar, barsOf } from "./bars.ts";

/** Nobody reads more rows, and Mermaid draws no text longer than 50,000 characters. */
const mostPlaces = 60;
/** Of the whole run; what took less would be a line without width. The table has it. */
const leastShare = 0.004;

/** Pixels of the picture, which is as wide as Mermaid makes it and then scaled. */
const width = 960;
const letter = 7;

/** When each place did what: stages as bars, a row or two for every place. Nothing where nothing ran. */
export function timeline({ steps, startedAt, endedAt }: Pick<RunRecord, "steps" | "startedAt" | "endedAt">): string[] {
  const length = Math.max(endedAt - startedAt, 1);
  const least = length * leastShare;
  const all = [...groupedBy(steps, ({ place }) => place)].flatMap(([place, there]): Row[] => {
    const bars = barsOf(there, least).filter((bar) => bar.ending === "failed" || bar.endedAt - bar.startedAt >= least);
    return bars.length > 0 ? [[place, bars]] : [];
  });
  if (all.length === 0) return [];
  const shown = all.length > mostPlaces ? slowest(all) : all;
  const padding = 24 + letter * Math.max(...shown.map(([place]) => placeLabel(place).length));
  const scale = (width - padding) / length;
  const sections = shown.flatMap(([place, bars]) => [
    `section ${placeLabel(place)}`,
    ...bars.map((bar) => drawn(bar, startedAt, scale)),
  ]);
  const left = all.length - shown.length;
  const caption = left > 0 ? [`The ${shown.length} that failed or took longest, of ${all.length}:`] : [];
  return [["### Timeline", ...caption.map(text), fence([...head(padding, length), ...sections], "mermaid")].join("\n\n")];
}

type Row = readonly [place: string, bars: readonly Bar[]];

/** Those with failures, then those that took longest; in the order in which they were. */
function slowest(all: readonly Row[]): Row[] {
  const weight = ([, bars]: Row): number =>
    bars.some(({ ending }) => ending === "failed")
      ? Number.POSITIVE_INFINITY
      : bars.reduce((sum, { startedAt, endedAt }) => sum + endedAt - startedAt, 0);
  const chosen = new Set(all.toSorted((a, b) => weight(b) - weight(a)).slice(0, mostPlaces));
  return all.filter((row) => chosen.has(row));
}

/** Times are times of day: Mermaid reads them and draws its axis in the reader's time zone, so the run begins at 00:00 everywhere. */
function head(padding: number, length: number): string[] {
  const layout = { displayMode: "compact", leftPadding: padding, barHeight: 22, barGap: 6, fontSize: 12, sectionFontSize: 12 };
  return [
    `%%{init: ${JSON.stringify({ gantt: { ...layout, numberSectionStyles: 2 } })}}%%`,
    "gantt",
    "dateFormat HH:mm:ss.SSS",
    `axisFormat ${length >= 3_600_000 ? "%H:%M" : "%M:%S"}`,
    // Ticks of less than a second would all have the same name.
    ...(length < 8000 ? ["tickInterval 1second"] : []),
    "todayMarker off",
  ];
}

/** A bar that is too short for its name has none: it would cover the next. */
function drawn({ stage, ending, startedAt, endedAt }: Bar, origin: number, scale: number): string {
  const name = (endedAt - startedAt) * scale > letter * stage.length ? stage : nameless;
  const kind = ending === "succeeded" ? kinds[stage] : "crit, ";
  return `${name} :${kind}${clock(startedAt - origin)}, ${clock(endedAt - origin)}`;
}

/** Mermaid wants a name; this is one without width. */
const nameless = "\u200b";

/** In Mermaid's words for what its themes draw apart: what moves an image, what changes what serves, and all else. */
const kinds: Readonly<Record<Stage, "" | "active, " | "done, ">> = {
  ...{
    hooks: "done, ",
    look: "done, ",
    build: "",
    prepare: "done, ",
    lock: "done, ",
    pull: "",
    release: "active, ",
    boot: "active, ",
    check: "active, ",
  },
  ...{ undo: "active, ", retire: "done, ", prune: "done, ", act: "active, ", answer: "done, ", unlock: "done, " },
};

const clock = (milliseconds: number): string => new Date(Math.max(0, milliseconds)).toISOString().slice(11, 23);

/** To Mermaid `:`, `;`, `#` and `%%` are syntax, in a name too, and there is no way to quote them. */
const placeLabel = (place: string): string =>
  place
    .replaceAll(/[^\p{L}\p{N}_.,/()-]+/gu, " ")
    .slice(0, 40)
    .trim() || "host";
