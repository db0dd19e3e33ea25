import { type RecordedStep, type RunRecord, recordOf } from "../../../src/core/report/record.ts";
import { aReport } from "./run.ts";

/** What is kept of `aReport()`. */
export const aRecord = (over: Partial<RunRecord> = {}): RunRecord => ({ ...recordOf(aReport()), ...over });

/** A step that took these seconds since the run began. */
export function aStep(
  place: string,
  stage: RecordedStep["stage"],
  [from, to]: readonly [number, number],
  over: Partial<RecordedStep> = {},
) {
  const { startedAt } = aRecord();
  const times = { startedAt: startedAt + from * 1000, endedAt: startedAt + to * 1000 };
  return { place, stage, title: `Do ${stage}`, ending: "succeeded", ...times, ...over } satisfies RecordedStep;
}

/** As many hosts as asked for: 10.0.0.0, 10.0.0.1, ... */
export const manyHosts = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `10.0.${Math.floor(index / 250)}.${index % 250}`);
