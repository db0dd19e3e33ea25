import { unfinished } from "../core/report/cut-short.ts";
import { SilentExit } from "../core/report/exit.ts";
import type { OwnLock } from "./own-lock.ts";

/** npm hands the Ctrl-C on to what it started, which the terminal has told already (@npmcli/run-script, signal-manager.js). */
const echo = 500;

/** What a shell says of a program that a signal ended: 128 and the signal's number. */
const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** How a run is stopped from outside. */
export interface Stop {
  readonly signal: AbortSignal;
  /** Stops it from within. */
  readonly stop: () => void;
  /** From now on there is nothing to say of it: nothing that was begun is undone. */
  readonly silence: () => void;
}

/**
 * The first Ctrl-C, a SIGTERM, or the end of the terminal stops the run and has it clean up; a second Ctrl-C ends the process on the
 * spot.
 */
export function stopSignals(lock: OwnLock): Stop {
  const cancel = new AbortController();
  let stoppedAt = 0;
  let isSilent = false;
  const stop = (name: keyof typeof exitCodes): void => {
    if (cancel.signal.aborted) return;
    stoppedAt = performance.now();
    if (!isSilent) process.stderr.write(stopping);
    cancel.abort(new SilentExit(exitCodes[name]));
  };
  process.on("SIGTERM", () => stop("SIGTERM"));
  process.on("SIGHUP", () => stop("SIGHUP"));
  process.on("SIGINT", () => {
    if (!cancel.signal.aborted) return stop("SIGINT");
    if (performance.now() - stoppedAt < echo) return;
    process.stderr.write(`\n${lastWords(lock)}\n`);
    process.exit(exitCodes.SIGINT);
  });
  return {
    signal: cancel.signal,
    stop: () => cancel.abort(new SilentExit(1)),
    silence: () => {
      isSilent = true;
    },
  };
}

const stopping = "\nStopping. What is not live everywhere yet is undone. Once more ends this at once, and undoes nothing.\n";

function lastWords({ notice }: OwnLock): string {
  const ended = `Ended at once. ${unfinished}`;
  return notice === undefined ? ended : `${ended}\n${notice}.`;
}
