import type { Command } from "commander";
import type { LogQuery } from "../core/commands/logs.ts";
import { Refusal } from "../core/report/refusal.ts";
import type { Errand } from "../use-cases/errand.ts";
import { addErrand } from "./errand.ts";
import type { FrontEnd } from "./front-end.ts";
import { wholeNumber } from "./options.ts";

/** Options of a log beside Landfall's own. */
export interface LogOptions {
  readonly since?: string;
  readonly lines?: number;
  readonly grep?: string;
  readonly grepOptions?: string;
  readonly follow?: true;
  readonly skipTimestamps?: true;
  readonly containerId?: string;
}

interface LogCommand {
  readonly usage?: string;
  readonly description: string;
  readonly plan: (query: LogQuery, options: LogOptions, args: readonly string[]) => Errand["plan"];
}

/** Add a command that shows a log. */
export const addLogs = (noun: Command, frontEnd: FrontEnd, { usage = "logs", description, plan }: LogCommand): Command =>
  addErrand<LogOptions>(noun, frontEnd, {
    ...{ usage, description, locks: false },
    streams: ({ follow }) => follow ?? false,
    plan: (options, args) => {
      if (options.follow && (options.json || !frontEnd.live)) throw new Refusal([endless]);
      return plan(queryOf(options), options, args);
    },
  })
    .option("-s, --since <time>", "lines since a time (2013-01-02T13:23:37Z) or for as long (42m)")
    .option(
      "-n, --lines <number>",
      "how many of the last lines of each server (100; all with --since or --grep)",
      wholeNumber("--lines"),
    )
    .option("-g, --grep <pattern>", "only lines that match")
    .option("--grep-options <options>", "further options of grep")
    .option("-f, --follow", "go on showing lines as they come, from the primary host, or those that are named")
    .option("-T, --skip-timestamps", "without times");

const endless = "A log that is followed never ends, so it is shown in a terminal only, and not as JSON: leave --follow out";

const queryOf = ({ since, lines, grep, grepOptions, follow, skipTimestamps }: LogOptions): LogQuery => ({
  ...{ since, lines, grep, grepOptions },
  ...{ timestamps: !skipTimestamps, follow: follow ?? false },
});
