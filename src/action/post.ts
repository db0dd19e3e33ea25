import * as core from "@actions/core";
import { explain } from "../core/report/errors.ts";
import { inert, printable } from "../core/report/printable.ts";
import { releaseAbandonedLock } from "../use-cases/lock.ts";
import { type HeldLock, rememberedLock } from "./held-lock.ts";
import { readInputs } from "./inputs.ts";
import { jobRequest } from "./job-request.ts";
import { jobWatcher } from "./job-watcher.ts";
import { StageLog } from "./stage-log.ts";
import { stopSignals } from "./stop-signals.ts";

const log = new StageLog(core.info);
const lock = rememberedLock();
if (lock) await giveBack(lock);

/** The main step was killed, or lost its server, while it held the lock. */
async function giveBack({ details, ...lock }: HeldLock): Promise<void> {
  core.info("This run was ended while it held the deploy lock. Giving the lock back.");
  try {
    const inputs = readInputs();
    const watcher = jobWatcher({ log, lock, directory: inputs.directory, verbosity: "verbose" });
    const request = jobRequest(inputs, {
      configFile: lock.configFile,
      ...(lock.destination && { destination: lock.destination }),
    });
    const said = await releaseAbandonedLock(details, { request, watcher, cancel: stopSignals() });
    log.close();
    core.info(inert(said || "The deploy lock was given back."));
  } catch (error) {
    log.close();
    const reason = printable(explain(error).replaceAll(/^ERROR: /gm, ""));
    core.setFailed(
      `The deploy lock may still be held. Once the server answers, "landfall lock release" gives it back.\n${reason}`,
    );
  }
}
