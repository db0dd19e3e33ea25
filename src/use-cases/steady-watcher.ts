import { messageOf } from "../core/report/errors.ts";
import type { Watcher } from "./watcher.ts";

/**
 * The same watcher, for a run that must not end midway because nobody can be told of it, as where the disk of a runner is full: the
 * first thing that cannot be told is a warning, and the run goes on. That secrets could not be hidden is thrown, as they may be shown.
 */
export function steady(watcher: Watcher): Watcher {
  let isTold = false;
  const complain = (error: unknown): void => {
    if (isTold) return;
    isTold = true;
    attempt(() => watcher.note(`warning: ${incomplete}: ${messageOf(error)}`));
  };
  const attempt = (tell: () => void): void => {
    try {
      tell();
    } catch (error) {
      complain(error);
    }
  };
  return {
    ...watcher,
    started: (step) => attempt(() => watcher.started(step)),
    output: (step, text) => attempt(() => watcher.output(step, text)),
    answered: async (step, lines) => {
      try {
        await watcher.answered(step, lines);
      } catch (error) {
        complain(error);
      }
    },
    settled: (outcome) => attempt(() => watcher.settled(outcome)),
    warning: (problem) => attempt(() => watcher.warning(problem)),
    releasing: (release) => attempt(() => watcher.releasing(release)),
    locking: (claim) => attempt(() => watcher.locking(claim)),
    note: (text) => attempt(() => watcher.note(text)),
  };
}

const incomplete = "The run goes on, but what is told of it here may not be all";
