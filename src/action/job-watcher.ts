import { takesLock } from "../core/plan/locked.ts";
import { isFollowed, isRemote, type Outcome, partsOf, type Status, type Step, type StepId } from "../core/plan/plan.ts";
import { problemAnnotation } from "../core/report/annotations.ts";
import { LineBuffer } from "../core/report/line-buffer.ts";
import { settlesLock } from "../core/report/lock-left.ts";
import { placeName, promptLines } from "../core/report/plans.ts";
import { inert } from "../core/report/printable.ts";
import { withShortCommits } from "../core/report/short-commits.ts";
import { duration } from "../core/report/table.ts";
import { type Verbosity, verbosityFor } from "../core/report/verbosity.ts";
import type { LockClaim, Watcher } from "../use-cases/watcher.ts";
import { annotate } from "./annotate.ts";
import { maskSecrets } from "./masking.ts";
import { forgetLock, type LockPlace, rememberLock } from "./remembered-lock.ts";
import { sectionNames } from "./sections.ts";
import type { StageLog } from "./stage-log.ts";

export interface WatcherOptions {
  readonly log: StageLog;
  readonly verbosity: Verbosity;
  /** The project's directory within the repository. */
  readonly directory: string;
  readonly lock: LockPlace;
}

/** Follows a run in a job's log: a group for every part of it, in it a line for every step as it ends. */
export function jobWatcher({ log, verbosity: asked, directory, lock }: WatcherOptions): Watcher {
  const buffers = new Map<StepId, LineBuffer>();
  let claim: LockClaim | undefined;
  const section = sectionNames();
  const show = (step: Step, lines: readonly string[]): void => {
    for (const line of lines) log.say(section(step), inert(line));
  };
  const showOutput = (step: Step, lines: readonly string[]): void =>
    show(step, asked === "verbose" ? lines.map((line) => outputLine(step, line)) : lines.filter((line) => !progress.test(line)));
  return {
    started(step) {
      if (takesLock(step) && claim) rememberLock(lock, claim);
      const verbosity = verbosityFor(step, asked);
      if (verbosity !== "quiet") log.started(section(step));
      if (verbosity === "verbose") show(step, commandLines(step));
    },
    output(step, text) {
      if (!showsOutput(step, asked)) return;
      const buffer = buffers.get(step.id) ?? new LineBuffer();
      buffers.set(step.id, buffer);
      showOutput(step, buffer.add(text));
    },
    answered(step, lines) {
      if (isFollowed(step) && asked !== "quiet")
        show(
          step,
          lines.map((line) => outputLine(step, line)),
        );
    },
    settled(outcome) {
      const { step, status, output } = outcome;
      if (status === "skipped") return;
      const verbosity = verbosityFor(step, asked);
      const unshown = buffers.get(step.id)?.end() ?? (verbosity === "verbose" && !isFollowed(step) ? linesOf(output) : []);
      buffers.delete(step.id);
      showOutput(step, unshown);
      if (verbosity !== "quiet") log.settled(section(step), inert(line(outcome)));
      if (settlesLock(outcome)) forgetLock();
    },
    secrets: (secrets) => maskSecrets(secrets.values()),
    warning: (problem) => annotate("warning", problemAnnotation(problem, directory)),
    releasing: () => {},
    locking: (made) => {
      claim = made;
      if (made.fleet) rememberLock(lock, made);
    },
    note: (text) => void (asked !== "quiet" && log.remark(inert(text))),
  };
}

const linesOf = (output: string): string[] => (output.trim() === "" ? [] : output.trimEnd().split("\n"));

/** A build's output is shown as it goes, a hook's and a login's only when asked for. */
function showsOutput(step: Step, asked: Verbosity): boolean {
  const verbosity = verbosityFor(step, asked);
  return verbosity === "verbose" || (verbosity === "usual" && step.stage !== "hooks" && partsOf(step.id).deed !== "login");
}

/** How much of a layer BuildKit has moved so far: without a terminal that is a line for each tenth of a second. */
const progress = /^#\d+ .* [\d.]+[kMGT]?B \/ [\d.]+[kMGT]?B( [\d.]+s)?$/;

/** Servers are asked side by side, so each of their lines says whose it is. */
const outputLine = (step: Step, line: string): string =>
  isRemote(step) ? `  ${placeName(step.host).padEnd(16)}   ${line}` : line;

const commandLines = (step: Step): string[] => promptLines(step).map((text) => `  ${placeName(step.host).padEnd(16)} ${text}`);

function line({ step, status, startedAt, endedAt }: Outcome): string {
  return `${signs[status]} ${placeName(step.host).padEnd(16)} ${withShortCommits(step.title)}  ${duration(endedAt - startedAt)}`;
}

const signs: Readonly<Record<Status, string>> = { succeeded: "✓", failed: "✗", interrupted: "■", skipped: " " };
