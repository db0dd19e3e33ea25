import { unfinished } from "../core/report/cut-short.ts";
import { faultNotice, messageOf } from "../core/report/errors.ts";

/** What there is to do about an error that nobody has caught. */
export interface CrashCourse {
  /** Tells people, without secrets; what it writes to is written at once. */
  tell(text: string): void;
  /** Has the run stop as if it were cancelled. */
  stop(): void;
  /** What stays undone where the process ends before the run has, in sentences; undefined where nothing does. */
  left(): string | undefined;
}

/**
 * How long a run may take to stop then, in milliseconds: long enough to undo what it did, each step of which has a limit of its own.
 * Only what waits for something that the crash has taken away takes longer.
 */
const patience = 3_600_000;

/** Whose crashes do not end is not to be helped. */
const mostCrashes = 20;

/** Node's exit code for a program that waits for something which nothing is left to bring about: nodejs.org/api/process.html#exit-codes */
const unsettled = 13;

/**
 * Node ends a program at once in which an error is not caught, or a promise's failure: in the midst of a run, and with the lock held.
 * From now on the run is told to stop instead, as what fails unheard is seldom what the run stands on; and the program never ends
 * with success then, nor without a word.
 */
export function onCrash({ tell, stop, left }: CrashCourse): void {
  let crashes = 0;
  const tellOfEnd = (): void => tell([ended, left()].filter((text) => text !== undefined).join("\n"));
  const giveUp = (): never => {
    tellOfEnd();
    process.exit(1);
  };
  process.on("uncaughtException", (error) => {
    crashes += 1;
    if (crashes > mostCrashes) giveUp();
    tell(crashes === 1 ? `${fault(error)}\n${stopping}` : fault(error));
    if (crashes > 1) return;
    stop();
    setTimeout(giveUp, patience).unref();
  });
  process.on("exit", (code) => {
    if (code === unsettled) tellOfEnd();
    if (code === unsettled || (crashes > 0 && code === 0)) process.exitCode = 1;
  });
}

const fault = (error: unknown): string =>
  `${faultNotice}\n${error instanceof Error ? (error.stack ?? error.message) : messageOf(error)}`;

const stopping =
  "The run is stopped, as if it had been cancelled: what is not live everywhere yet is undone, and the deploy lock is given back.";

const ended = `${faultNotice}\nIt ended before its work was done. ${unfinished}`;
