import { styleText } from "node:util";
import { isRemote, type Outcome, type Status } from "../core/plan/plan.ts";
import { placeName } from "../core/report/plans.ts";
import { printable } from "../core/report/printable.ts";
import { duration } from "../core/report/table.ts";
import type { Watcher } from "../use-cases/watcher.ts";
import type { GlobalOptions } from "./options.ts";

/** Colours belong to the terminal that standard error goes to, if it is one. */
const colour = (name: "green" | "red" | "yellow" | "dim", text: string): string =>
  styleText(name, text, { stream: process.stderr });

const signs: Readonly<Record<Status, string>> = {
  succeeded: colour("green", "✓"),
  failed: colour("red", "✗"),
  interrupted: colour("yellow", "■"),
  skipped: " ",
};

/** One line for each step as it ends; what commands print only when asked. */
export function terminalWatcher({ quiet, verbose }: GlobalOptions): Watcher {
  const say = (text: string): void => void (quiet || process.stderr.write(`${text}\n`));
  return {
    started: () => {},
    output: (_, text) => void (verbose && process.stderr.write(text)),
    settled: (outcome) => {
      if (outcome.status === "skipped") return;
      say(line(outcome));
      if (verbose && outcome.output && isRemote(outcome.step)) say(printable(outcome.output.trimEnd()));
    },
    secrets: () => {},
    warning: ({ file, line, column, message }) => say(`${colour("yellow", "warning")} ${file}:${line}:${column} ${message}`),
    locking: () => {},
    note: say,
  };
}

function line({ step, status, startedAt, endedAt }: Outcome): string {
  const place = placeName(step.host).padEnd(16);
  return `${signs[status]} ${place} ${step.title} ${colour("dim", duration(endedAt - startedAt))}`;
}
