import * as core from "@actions/core";
import type { Outcome, Stage, Status, Step, StepId } from "../core/plan/plan.ts";
import { problemAnnotation } from "../core/report/annotations.ts";
import { placeName } from "../core/report/plans.ts";
import { inert } from "../core/report/printable.ts";
import { withShortCommits } from "../core/report/short-commits.ts";
import { duration } from "../core/report/table.ts";
import type { Watcher } from "../use-cases/watcher.ts";
import { annotate } from "./annotate.ts";
import { forgetLock, type HeldLock, rememberLock } from "./held-lock.ts";
import { LineBuffer } from "./line-buffer.ts";
import { maskSecrets } from "./masking.ts";
import type { StageLog } from "./stage-log.ts";

export interface WatcherOptions {
  readonly log: StageLog;
  readonly quiet: boolean;
  /** Show what commands on servers print as well. */
  readonly verbose: boolean;
  /** The project's directory within the repository. */
  readonly directory: string;
  readonly lock: Omit<HeldLock, "details">;
}

/** Follows a run in a job's log: a group for every part of it, in it a line for every step as it ends. */
export function jobWatcher({ log, quiet, verbose, directory, lock }: WatcherOptions): Watcher {
  const buffers = new Map<StepId, LineBuffer>();
  let details: string | undefined;
  const show = ({ stage }: Step, lines: readonly string[]): void => {
    for (const line of quiet ? [] : lines) log.say(sections[stage], inert(line));
  };
  return {
    started(step) {
      if (step.stage === "lock" && details !== undefined) rememberLock({ ...lock, details });
      if (!quiet) log.started(sections[step.stage]);
    },
    output(step, text) {
      const buffer = buffers.get(step.id) ?? new LineBuffer();
      buffers.set(step.id, buffer);
      show(step, buffer.add(text));
    },
    settled(outcome) {
      const { step, status, output } = outcome;
      if (status === "skipped") return;
      const unshown = buffers.get(step.id)?.end() ?? (verbose && output.trim() !== "" ? output.trimEnd().split("\n") : []);
      buffers.delete(step.id);
      show(step, unshown);
      if (!quiet) log.settled(sections[step.stage], inert(line(outcome)));
      if (isLockSettled(outcome)) forgetLock();
    },
    secrets: (secrets) => maskSecrets(secrets.values()),
    warning: (problem) => annotate("warning", problemAnnotation(problem, directory)),
    locking: (text) => {
      details = text;
    },
    note: (text) => core.info(inert(text)),
  };
}

/** It was given back, or it was not to be had. Of a step that was interrupted nobody knows. */
const isLockSettled = ({ step, status, exitCode }: Outcome): boolean =>
  (step.stage === "unlock" && status === "succeeded") || (step.stage === "lock" && status === "failed" && exitCode !== undefined);

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
  unlock: "Tidy up",
};
