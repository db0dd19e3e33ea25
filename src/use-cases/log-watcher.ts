import type { StepId } from "../core/plan/plan.ts";
import { LineBuffer } from "../core/report/line-buffer.ts";
import { printable } from "../core/report/printable.ts";
import { endLine, type LogLine, outputLines, type RunLog, type Severity, startLines } from "../core/report/run-log.ts";
import type { Watcher } from "./watcher.ts";

/** Writes down all that is told of a run, what programs print as well. @param redact takes out what must not be kept */
export function logWatcher(logs: readonly RunLog[], redact: (text: string) => string): Watcher {
  const buffers = new Map<StepId, LineBuffer>();
  const write = (lines: readonly LogLine[]): void => {
    for (const line of lines)
      for (const text of redact(line.text).split("\n")) for (const log of logs) log.write({ ...line, text });
  };
  const say = (text: string, severity: Severity): void => write([{ at: Date.now(), text: printable(text), severity }]);
  return {
    started: (step) => write(startLines(step, Date.now())),
    output(step, text) {
      const buffer = buffers.get(step.id) ?? new LineBuffer();
      buffers.set(step.id, buffer);
      write(outputLines(step, buffer.add(text), Date.now()));
    },
    answered: () => {},
    settled(outcome) {
      const { step, status, output, endedAt } = outcome;
      if (status === "skipped") return;
      const unwritten = buffers.get(step.id)?.end() ?? linesOf(output.trimEnd());
      buffers.delete(step.id);
      write([...outputLines(step, unwritten, endedAt), endLine(outcome)]);
    },
    secrets: () => {},
    warning: ({ file, line, column, message }) => say(`${file}:${line}:${column} ${message}`, "warn"),
    releasing: () => {},
    locking: () => {},
    note: (text) => say(text, "info"),
  };
}

function linesOf(text: string): string[] {
  const buffer = new LineBuffer();
  return [...buffer.add(text), ...buffer.end()];
}
