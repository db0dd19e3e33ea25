import * as core from "@actions/core";
import { outliveReaders } from "../cli/live-answers.ts";
import { type CutShort, cutShortSummary, cutShortWords } from "../core/report/cut-short.ts";
import { messageOf, reasonOf } from "../core/report/errors.ts";
import { releaseCommand } from "../core/report/lock-left.ts";
import { inert, printable } from "../core/report/printable.ts";
import { verbosityOf } from "../core/report/verbosity.ts";
import type { Call } from "../use-cases/call.ts";
import { onCrash } from "../use-cases/crash.ts";
import { releaseAbandonedLock } from "../use-cases/lock.ts";
import { tellOfCutShort } from "../use-cases/preview-reporter.ts";
import { annotate } from "./annotate.ts";
import { deployingJob, environmentOfPreviews } from "./deploying-job.ts";
import { JobDeployment } from "./deployment.ts";
import { type Inputs, readInputs } from "./inputs.ts";
import { jobRequest } from "./job-request.ts";
import { jobWatcher } from "./job-watcher.ts";
import { type RememberedDeployment, rememberedDeployment } from "./remembered-deployment.ts";
import { type LockPlace, type RememberedLock, rememberedLock, wasTold } from "./remembered-lock.ts";
import { StageLog } from "./stage-log.ts";
import { stopSignals } from "./stop-signals.ts";
import { globalsOf } from "./words.ts";

const log = new StageLog(core.info);
const cancel = stopSignals();
onCrash({
  tell: (text) => core.setFailed(printable(text)),
  stop: () => cancel.abort(),
  left: () => "The deploy lock may still be held.",
});
outliveReaders();
const lock = rememberedLock();
const deployment = rememberedDeployment();
const inputs = lock || deployment ? readInputs() : undefined;
if (lock && inputs) {
  const left = await giveBack(lock, inputs);
  if (!wasTold()) await tellOfEnd(lock, inputs, left);
}
if (deployment && inputs) await tellGithub(deployment, inputs);

/** The main step was killed, or lost its server, while it held the lock. @returns what became of the lock, without a full stop */
async function giveBack({ details, fleet, change: _, ...lock }: RememberedLock, inputs: Inputs): Promise<string> {
  core.info(
    fleet
      ? "This shard was ended before the run was over. Telling the others."
      : "This run was ended while it held the deploy lock. Giving the lock back.",
  );
  try {
    const said = await releaseAbandonedLock({ details, fleet }, callFor(lock, inputs));
    log.close();
    const told = said.replace(/\.$/, "") || (fleet ? "The other shards know" : "The deploy lock was given back");
    core.info(inert(`${told}.`));
    return told;
  } catch (error) {
    log.close();
    const reason = reasonOf(error);
    const advice = `Once the server answers, "${releaseCommand(lock)}" gives it back`;
    core.setFailed(`The deploy lock may still be held. ${advice}.\n${reason}`);
    return `The deploy lock may still be held. ${advice}`;
  }
}

function callFor(lock: LockPlace, inputs: Inputs): Call {
  const options = globalsOf(inputs.options);
  const verbosity = verbosityOf({ verbose: core.isDebug(), ...options });
  const watcher = jobWatcher({ log, lock, directory: inputs.directory, verbosity });
  return { request: jobRequest(inputs, { ...options, ...lock }), watcher, cancel: cancel.signal };
}

/** A step that was killed has told nobody what it did. */
async function tellOfEnd(
  { change, details: _, fleet: __, ...place }: RememberedLock,
  inputs: Inputs,
  lock: string,
): Promise<void> {
  const { destination, preview } = place;
  const ended: CutShort = { change, destination, preview, lock };
  const words = printable(cutShortWords(ended));
  annotate("warning", { title: "Ended midway", message: words });
  if (preview !== undefined && change)
    await tellOfCutShort(words, callFor(place, inputs)).catch((error: unknown) =>
      core.warning(`No comment: ${messageOf(error)}`),
    );
  if (!inputs.summary) return;
  core.summary.addRaw(cutShortSummary(inputs.command, ended));
  await core.summary.write().catch((error: unknown) => core.warning(`No summary: ${error}`));
}

/** The main step was killed, or did not reach GitHub, before its deployment was settled. */
async function tellGithub(held: RememberedDeployment, inputs: Inputs): Promise<void> {
  // It may have been a preview's, which needs no input for it.
  const { environment = environmentOfPreviews } = inputs;
  // What is left to be told has its address.
  const asked = { environment, environmentUrl: undefined };
  const job = deployingJob(asked, jobRequest(inputs, globalsOf(inputs.options)));
  if (job) await new JobDeployment(job).resume(held);
}
