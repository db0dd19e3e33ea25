import * as core from "@actions/core";
import type { Command } from "commander";
import { withoutAlias } from "../cli/aliases.ts";
import { outliveReaders } from "../cli/live-answers.ts";
import { program } from "../cli/program.ts";
import { inert, printable } from "../core/report/printable.ts";
import { Refusal } from "../core/report/refusal.ts";
import { failureSummary } from "../core/report/summary.ts";
import { Discretion } from "../core/shell/discretion.ts";
import { splitWords } from "../core/shell/shellwords.ts";
import { onCrash } from "../use-cases/crash.ts";
import { showFailure } from "./failure.ts";
import { type Inputs, readInputs } from "./inputs.ts";
import { type Job, job } from "./job.ts";
import { rememberTold } from "./remembered-lock.ts";
import { StageLog } from "./stage-log.ts";
import { stopSignals } from "./stop-signals.ts";
import { commandLine, globalWords } from "./words.ts";

const log = new StageLog(core.info);
const cancel = stopSignals();
const discretion = new Discretion();
let inputs: Inputs | undefined;
let frontEnd: Job | undefined;

onCrash({
  tell: (text) => {
    log.close();
    failStep(discretion.redact(text));
  },
  stop: () => cancel.abort(),
  left: () => "Where the run holds the deploy lock, the end of this job gives it back.",
});
outliveReaders();

try {
  inputs = readInputs();
  frontEnd = job(inputs, cancel.signal, log, discretion);
  const root = throwing(program(frontEnd));
  const words = await withoutAlias(wordsOf(inputs.command), root, frontEnd, { globals: globalWords(inputs.options) });
  await root.parseAsync(commandLine(words, inputs.options, root), { from: "user" });
} catch (error) {
  log.close();
  const reason = showFailure(error, inputs?.directory ?? "");
  if (reason !== undefined) summarize(reason);
}
if (!core.summary.isEmptyBuffer()) await core.summary.write().catch((error: unknown) => core.warning(`No summary: ${error}`));
rememberTold();
await frontEnd?.close();

function failStep(reason: string): void {
  core.setFailed(printable(reason));
  summarize(reason);
}

/** A summary is not masked. */
function summarize(reason: string): void {
  if (inputs?.summary === false) return;
  core.summary.addRaw(failureSummary(inputs?.command ?? "", discretion.redact(reason)));
}

/** @throws Refusal when a quote is left open */
function wordsOf(command: string): readonly string[] {
  const words = splitWords(command);
  if (words) return words;
  throw new Refusal([`A quote is left open in the command: ${command}`]);
}

/** A wrong option is an error like any other instead of the process's end; commands inherit this only if it is set before them. */
function throwing(command: Command): Command {
  command.exitOverride().configureOutput({ writeOut: (text) => core.info(inert(text)), writeErr: () => {} });
  for (const each of command.commands) throwing(each);
  return command;
}
