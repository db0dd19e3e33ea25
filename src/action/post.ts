import * as core from "@actions/core";
import { explain } from "../core/report/errors.ts";
import { inert, printable } from "../core/report/printable.ts";
import { releaseAbandonedLock } from "../use-cases/lock.ts";
import { deployingJob } from "./deploying-job.ts";
import { JobDeployment } from "./deployment.ts";
import { type HeldDeployment, rememberedDeployment } from "./held-deployment.ts";
import { type HeldLock, rememberedLock } from "./held-lock.ts";
import { type Inputs, readInputs } from "./inputs.ts";
import { jobRequest } from "./job-request.ts";
import { jobWatcher } from "./job-watcher.ts";
import { StageLog } from "./stage-log.ts";
import { stopSignals } from "./stop-signals.ts";
import { globalsOf } from "./words.ts";

const log = new StageLog(core.info);
const lock = rememberedLock();
const deployment = rememberedDeployment();
const inputs = lock || deployment ? readInputs() : undefined;
if (lock && inputs) await giveBack(lock, inputs);
if (deployment && inputs) await tellGithub(deployment, inputs);

/** The main step was killed, or lost its server, while it held the lock. */
async function giveBack({ details, fleet, ...lock }: HeldLock, inputs: Inputs): Promise<void> {
  core.info(
    fleet
      ? "This shard was ended before the run was over. Telling the others."
      : "This run was ended while it held the deploy lock. Giving the lock back.",
  );
  try {
    const watcher = jobWatcher({ log, lock, directory: inputs.directory, verbosity: "verbose" });
    const request = jobRequest(inputs, { ...globalsOf(inputs.options), ...lock });
    const said = await releaseAbandonedLock({ details, fleet }, { request, watcher, cancel: stopSignals() });
    log.close();
    core.info(inert(said || (fleet ? "They know." : "The deploy lock was given back.")));
  } catch (error) {
    log.close();
    const reason = printable(explain(error).replaceAll(/^ERROR: /gm, ""));
    core.setFailed(
      `The deploy lock may still be held. Once the server answers, "landfall lock release" gives it back.\n${reason}`,
    );
  }
}

/** The main step was killed, or did not reach GitHub, before its deployment was settled. */
async function tellGithub(held: HeldDeployment, inputs: Inputs): Promise<void> {
  const job = deployingJob(inputs, jobRequest(inputs, globalsOf(inputs.options)));
  if (job) await new JobDeployment(job).resume(held);
}
