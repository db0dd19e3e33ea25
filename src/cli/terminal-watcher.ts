import { styleText } from "node:util";
import { isFollowed, isRemote, type Outcome, type Status, type Step } from "../core/plan/plan.ts";
import { placeName, promptLines } from "../core/report/plans.ts";
import { printable, printableInColour } from "../core/report/printable.ts";
import { duration } from "../core/report/table.ts";
import { verbosityFor, verbosityOf } from "../core/report/verbosity.ts";
import type { Discretion } from "../core/shell/discretion.ts";
import type { Watcher } from "../use-cases/watcher.ts";
import type { GlobalOptions } from "./options.ts";
import type { OwnLock } from "./own-lock.ts";

/** Colours belong to the terminal that standard error goes to, if it is one. */
const colour = (name: "green" | "red" | "yellow" | "dim", text: string): string =>
  styleText(name, text, { stream: process.stderr });

const signs: Readonly<Record<Status, string>> = {
  succeeded: colour("green", "✓"),
  failed: colour("red", "✗"),
  interrupted: colour("yellow", "■"),
  skipped: " ",
};

/** One line for each step as it ends; commands and what they print only when asked. */
export function terminalWatcher(options: GlobalOptions, lock: OwnLock, discretion: Discretion): Watcher {
  const asked = verbosityOf(options);
  const say = (text: string): void => void (asked === "quiet" || process.stderr.write(`${text}\n`));
  return {
    started(step) {
      lock.started(step, options);
      if (verbosityFor(step, asked) === "verbose") say(commandLines(step));
    },
    output: (step, text) => void (verbosityFor(step, asked) === "verbose" && process.stderr.write(printableInColour(text))),
    answered: (step, lines) => {
      if (isFollowed(step)) say(lines.map((text) => `  ${printable(text)}`).join("\n"));
    },
    settled: (outcome) => {
      lock.settled(outcome);
      const { step, status, output } = outcome;
      const verbosity = verbosityFor(step, asked);
      if (status === "skipped" || verbosity === "quiet") return;
      say(line(outcome));
      if (verbosity === "verbose" && output && isRemote(step) && !isFollowed(step)) say(printable(output.trimEnd()));
    },
    secrets: (secrets) => discretion.learn(secrets),
    warning: ({ file, line, column, message }) =>
      say(`${colour("yellow", "warning")} ${printable(`${file}:${line}:${column} ${message}`)}`),
    releasing: () => {},
    locking: () => lock.expect(),
    note: (text) => say(printable(text)),
  };
}

const commandLines = (step: Step): string =>
  promptLines(step)
    .map((text) => colour("dim", `  ${placeName(step.host).padEnd(16)} ${printable(text)}`))
    .join("\n");

function line({ step, status, startedAt, endedAt }: Outcome): string {
  const place = placeName(step.host).padEnd(16);
  return `${signs[status]} ${place} ${printable(step.title)} ${colour("dim", duration(endedAt - startedAt))}`;
}
