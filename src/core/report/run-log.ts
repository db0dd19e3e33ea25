import { isCancelled, isRemote, type Outcome, type Status, type Step } from "../plan/plan.ts";
import { endingOf } from "./ending.ts";
import { failures, located } from "./failures.ts";
import { placeName, promptLines } from "./plans.ts";
import { printable } from "./printable.ts";
import { duration } from "./table.ts";

/** A run as its logs name it. */
export interface LoggedRun {
  readonly command: string;
  readonly subcommand: string | undefined;
  readonly destination: string | undefined;
  readonly service: string;
  readonly version: string;
  readonly performer: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

export type Severity = "debug" | "info" | "warn" | "error";

export interface LogLine {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly text: string;
  readonly severity: Severity;
  readonly host?: string;
  /** A program printed this. What commands on servers say of errors is joined to what they print. */
  readonly stream?: "stdout";
}

/** Why a run failed, as logs have it. */
export interface RunFailure {
  readonly type: string;
  readonly message: string;
}

export interface RunEnd {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** How long the run took, in seconds, to a tenth. */
  readonly runtime: number;
  readonly failure: RunFailure | undefined;
}

/** Where the lines of a run are kept. What goes wrong there is no failure of the run. */
export interface RunLog {
  write(line: LogLine): void;
  /** @returns where the log is to be found, in a sentence; undefined if it is not complete */
  close(end: RunEnd): Promise<string | undefined>;
}

/** What is about to run where, and by which commands. */
export const startLines = (step: Step, at: number): LogLine[] => [
  lineOf(step, at, { text: step.title, severity: "info" }),
  ...promptLines(step).map((text) => lineOf(step, at, { text, severity: "debug" })),
];

/** Indented beneath the step that printed them. @param at milliseconds since 1970 */
export const outputLines = (step: Step, lines: readonly string[], at: number): LogLine[] =>
  lines.map((text) => lineOf(step, at, { text: `  ${text}`, severity: "debug", stream: "stdout" }));

/** How a step ended and how long it took, with the reason where it failed. */
export function endLine(outcome: Outcome): LogLine {
  const { step, status, startedAt, endedAt, exitCode, error } = outcome;
  const reason = error ? `: ${error.message}` : exitCode ? ` with exit code ${exitCode}` : "";
  const text = `${step.title}: ${status}${reason}, ${duration(endedAt - startedAt)}`;
  return lineOf(step, endedAt, { text, severity: isCancelled(outcome) ? "warn" : severities[status] });
}

const severities: Readonly<Record<Status, Severity>> = {
  ...{ succeeded: "info", failed: "error", interrupted: "error", skipped: "info" },
};

const lineOf = (step: Step, at: number, line: Pick<LogLine, "text" | "severity" | "stream">): LogLine => ({
  ...{ at, ...line, text: `[${placeName(step.host)}] ${printable(line.text)}` },
  // What runs here is on localhost for Kamal.
  host: isRemote(step) ? step.host : "localhost",
});

/** Undefined for a run in which all went well. The types are Kamal's, without its modules. */
export function failureOf(outcomes: readonly Outcome[]): RunFailure | undefined {
  const ending = endingOf(outcomes);
  if (ending === "succeeded") return undefined;
  const [first] = failures(outcomes);
  const message = first ? `${first.title}: ${located(first)}` : "It was cancelled";
  return { type: ending === "cancelled" ? "Interrupt" : "ExecuteError", message: printable(message) };
}

/** In the time of this machine, as in Kamal: 2026-03-01T12-30-00_staging_app_boot.log. */
export function logFileName({ command, subcommand, destination, startedAt }: LoggedRun): string {
  const offset = new Date(startedAt).getTimezoneOffset() * 60_000;
  const time = new Date(startedAt - offset).toISOString().slice(0, 19).replaceAll(":", "-");
  const names = [destination, command, subcommand].filter((name) => name !== undefined);
  return `${[time, ...names].join("_")}.log`;
}

/** The words that Kamal ends its log files with; the runtime is in seconds. */
export function lastLine({ runtime, failure }: RunEnd): string {
  const took = `${runtime.toFixed(1)}s`;
  if (!failure) return `# Completed in ${took}`;
  return `# FAILED: ${failure.type}: ${failure.message.trim().replaceAll(/[^\S\n]*\n\s*/g, " ")} (${took})`;
}
