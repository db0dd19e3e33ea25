import * as core from "@actions/core";
import type { Command } from "commander";
import { program } from "../cli/program.ts";
import { inert } from "../core/report/printable.ts";
import { showFailure } from "./failure.ts";
import { type Inputs, readInputs } from "./inputs.ts";
import { job } from "./job.ts";
import { StageLog } from "./stage-log.ts";
import { stopSignals } from "./stop-signals.ts";
import { wordsOf } from "./words.ts";

const log = new StageLog(core.info);
let inputs: Inputs | undefined;

try {
  inputs = readInputs();
  const command = throwing(program(job(inputs, stopSignals(), log)));
  await command.parseAsync(wordsOf(inputs.command), { from: "user" });
} catch (error) {
  log.close();
  showFailure(error, inputs?.directory ?? "");
}
if (!core.summary.isEmptyBuffer()) await core.summary.write().catch((error: unknown) => core.warning(`No summary: ${error}`));

/** A wrong option is an error like any other instead of the process's end; commands inherit this only if it is set before them. */
function throwing(command: Command): Command {
  command.exitOverride().configureOutput({ writeOut: (text) => core.info(inert(text)), writeErr: () => {} });
  for (const each of command.commands) throwing(each);
  return command;
}
