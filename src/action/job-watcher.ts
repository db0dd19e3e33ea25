import * as core from "@actions/core";
import type { Outcome, Stage, Status, Step, StepId } from "../core/plan/plan.ts";
import { problemAnnotation } from "../core/report/annotations.ts";
import { LineBuffer } from "../core/report/line-buffer.ts";
import { settlesLock } from "../core/report/lock-left.ts";
import { placeName, promptLines } from "../core/report/plans.ts";
import { inert } from "../core/report/printable.ts";
import { withShortCommits } from "../core/report/short-commits.ts";
import { duration } from "../core/report/table.ts";
import { type Verbosity, verbosityFor } from "../core/report/verbosity.ts";
import type { Watcher } from "../use-cases/watcher.ts";
import { annotate } from "./annotate.ts";
import { forgetLock, type HeldLock, rememberLock } from "./held-lock.ts";
import { maskSecrets } from "./masking.ts";
import type { StageLog } from "./stage-log.ts";

export interface WatcherOptions {
  readonly log: StageLog;
  readonly verbosity: Verbosity;
  /** The project's directory within the repository. */
  readonly directory: string;
  readonly lock: Omit<HeldLock, "details">;
}

/** Follows a run in a job's log: a group for every part of it, in it a line for every step as it ends. */
export function jobWatcher({ log, verbosity: asked, directory, lock }: WatcherOptions): Watcher {
  const buffers = new Map<StepId, LineBuffer>();
  let details: string | undefined;
  const show = ({ stage }: Step, lines: readonly string[]): void => {
    for (const line of lines) log.say(sections[stage], inert(line));
  };
  return {
    started(step) {
      if (step.stage === "lock" && details !== undefined) rememberLock({ ...lock, details });
      const verbosity = verbosityFor(step, asked);
      if (verbosity !== "quiet") log.started(sections[step.stage]);
      if (verbosity === "verbose") show(step, commandLines(step));
    },
    output(step, text) {
      if (!showsOutput(step, asked)) return;
      const buffer = buffers.get(step.id) ?? new LineBuffer();
      buffers.set(step.id, buffer);
      show(step, buffer.add(text));
    },
    answered() {},
    settled(outcome) {
      const { step, status, output } = outcome;
      if (status === "skipped") return;
      const verbosity = verbosityFor(step, asked);
      const unshown = buffers.get(step.id)?.end() ?? (verbosity === "verbose" ? linesOf(output) : []);
      buffers.delete(step.id);
      show(step, unshown);
      if (verbosity !== "quiet") log.settled(sections[step.stage], inert(line(outcome)));
      if (settlesLock(outcome)) forgetLock();
    },
    secrets: (secrets) => maskSecrets(secrets.values()),
    warning: (problem) => annotate("warning", problemAnnotation(problem, directory)),
    locking: (text) => {
      details = text;
    },
    note: (text) => void (asked !== "quiet" && core.info(inert(text))),
  };
}

const linesOf = (output: string): string[] => (output.trim() === "" ? [] : output.trimEnd().split("\n"));

/** A build's output is shown as it goes, a hook's only when asked for. */
function showsOutput(step: Step, asked: Verbosity): boolean {
  const verbosity = verbosityFor(step, asked);
  return verbosity === "verbose" || (verbosity === "usual" && step.stage !== "hooks");
}

const commandLines = (step: Step): string[] => promptLines(step).map((text) => `  ${placeName(step.host).padEnd(16)} ${text}`);

function line({ step, status, startedAt, endedAt }: Outcome): string {
  return `${signs[status]} ${placeName(step.host).padEnd(16)} ${withShortCommits(step.title)}  ${duration(endedAt - startedAt)}`;
}

const signs: Readonly<Record<Status, string>> = { succeeded: "✓", failed: "✗", interrupted: "■", skipped: " " };

const sections: Readonly<Record<Stage, string>> = {
  hooks: "Run hooks",
  look: "Look at the servers",
  build: "Build and push the image",
  prepare: "Prepare the servers",
  lock: "Take the lock and pull the image",
  pull: "Take the lock and pull the image",
  boot: "Boot the new version",
  undo: "Go back to the old version",
  retire: "Tidy up",
  prune: "Tidy up",
  act: "Act on the servers",
  answer: "Ask the servers",
  unlock: "Tidy up",
};
