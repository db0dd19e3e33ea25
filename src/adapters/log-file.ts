import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../core/report/errors.ts";
import { type LoggedRun, type LogLine, lastLine, logFileName, type RunEnd, type RunLog } from "../core/report/run-log.ts";

/** A run's own file in a directory of logs. Each line is in it as soon as it is written, whatever becomes of the run. */
export class LogFile implements RunLog {
  readonly #path: string;
  readonly #warn: (text: string) => void;
  #file: number | undefined;

  /** @throws Error of the file system when the directory or the file cannot be made */
  constructor(directory: string, run: LoggedRun, warn: (text: string) => void) {
    mkdirSync(directory, { recursive: true });
    this.#path = join(directory, logFileName(run));
    this.#warn = warn;
    this.#file = openSync(this.#path, "a");
  }

  write({ text }: Pick<LogLine, "text">): void {
    if (this.#file === undefined) return;
    try {
      writeSync(this.#file, `${text}\n`);
    } catch (error) {
      this.#giveUp();
      this.#warn(`The log ${this.#path} is not complete: ${messageOf(error)}`);
    }
  }

  async close(end: RunEnd): Promise<string | undefined> {
    this.write({ text: lastLine(end) });
    if (this.#file === undefined) return undefined;
    this.#giveUp();
    return `Logs written to ${this.#path}`;
  }

  #giveUp(): void {
    const file = this.#file;
    this.#file = undefined;
    try {
      if (file !== undefined) closeSync(file);
    } catch {
      // What a full disk refused was told of when it was written.
    }
  }
}
