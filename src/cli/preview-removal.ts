import type { Command } from "commander";
import { describeAnswers } from "../core/report/answers.ts";
import { refuseFailures } from "../core/report/exit.ts";
import { describePlans, stagePlans } from "../core/report/plans.ts";
import { describeUpkeep } from "../core/report/previews.ts";
import { refuseFor } from "../core/report/refusal.ts";
import { hasFailed } from "../core/report/report.ts";
import { removal, removePreview } from "../use-cases/preview.ts";
import { prunePreviews } from "../use-cases/preview-upkeep.ts";
import { planErrand } from "../use-cases/run-errand.ts";
import { askFor, type ConfirmationOption, withConfirmation } from "./confirmation.ts";
import type { FrontEnd } from "./front-end.ts";
import { type LockOptions, lockWait, withLockWait } from "./lock-wait.ts";
import { type GlobalOptions, withGlobals } from "./options.ts";

interface RemovalOptions extends GlobalOptions, LockOptions, ConfirmationOption {
  readonly dryRun?: true;
}

export const withRemoval = (command: Command): Command =>
  withConfirmation(withLockWait(withGlobals(command))).option("--dry-run", "show every command that would run, and run none");

/** Take a preview away. @throws Refusal when part of it failed, once the rest is told */
export async function remove(frontEnd: FrontEnd, options: RemovalOptions): Promise<void> {
  const lock = { wait: lockWait(options) };
  if (options.dryRun) {
    const plans = [await planErrand(removal(lock), await frontEnd.call(options))];
    return frontEnd.answer({ text: describePlans(plans), json: { stages: stagePlans(plans) } }, options);
  }
  await askFor(frontEnd, `This removes the preview of #${options.preview} with its data.`, options);
  const done = await removePreview(lock, await frontEnd.call(options));
  const json = { number: options.preview, service: done.config.service };
  const state = hasFailed(done.outcomes) ? "failed" : "removed";
  frontEnd.answer({ text: describeAnswers(done, options), json, preview: { state, url: undefined } }, options);
  refuseFailures(done);
}

/** Look after all previews. @throws Refusal when part of it failed, once the rest is told */
export async function prune(frontEnd: FrontEnd, options: GlobalOptions & LockOptions): Promise<void> {
  const { due, failures } = await prunePreviews(lockWait(options), await frontEnd.call(options));
  frontEnd.answer({ text: describeUpkeep(due), json: due }, options);
  refuseFor(failures);
}
