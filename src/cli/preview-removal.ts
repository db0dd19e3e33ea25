import type { Command } from "commander";
import { describeAnswers } from "../core/report/answers.ts";
import { refuseFailures } from "../core/report/exit.ts";
import { describePlans, stagePlans } from "../core/report/plans.ts";
import { describeUpkeep, previewsSection, previewsWithout, wasThere } from "../core/report/previews.ts";
import { Refusal, refuseFor } from "../core/report/refusal.ts";
import { hasFailed } from "../core/report/report.ts";
import type { Done } from "../use-cases/errand.ts";
import { removal, removePreview } from "../use-cases/preview.ts";
import { duePreviews, prunePreviews } from "../use-cases/preview-upkeep.ts";
import { planErrand } from "../use-cases/run-errand.ts";
import { askFor, type ConfirmationOption, withConfirmation } from "./confirmation.ts";
import type { FrontEnd } from "./front-end.ts";
import { type LockOptions, lockWait, withLockWait } from "./lock-wait.ts";
import { type GlobalOptions, selectionOption, withGlobals } from "./options.ts";

interface PruningOptions extends GlobalOptions, LockOptions {
  readonly dryRun?: true;
}

interface RemovalOptions extends PruningOptions, ConfirmationOption {}

export const withRemoval = (command: Command): Command =>
  withConfirmation(withLockWait(withGlobals(command))).option("--dry-run", "show every command that would run, and run none");

export const withPruning = (command: Command): Command =>
  withLockWait(withGlobals(command)).option("--dry-run", "show what is due, and do nothing");

/** What is left of a preview on some servers would be found by nobody. @throws Refusal when a part of them is meant */
export function refuseSelection(options: GlobalOptions): void {
  const { hosts, roles, primary } = selectionOption(options);
  if (!hosts && !roles && !primary) return;
  throw new Refusal(["This is about whole previews: leave --hosts, --roles and --primary out"]);
}

/** Take a preview away. @throws Refusal when part of it failed, once the rest is told */
export async function remove(frontEnd: FrontEnd, options: RemovalOptions): Promise<void> {
  refuseSelection(options);
  const lock = { wait: lockWait(options) };
  if (options.dryRun) {
    const plans = [await planErrand(removal(lock), await frontEnd.call(options))];
    return frontEnd.answer({ text: describePlans(plans), json: { stages: stagePlans(plans) } }, options);
  }
  await askFor(frontEnd, `This removes the preview of #${options.preview} with its data.`, options);
  const done = await removePreview(lock, await frontEnd.call(options));
  const json = { number: options.preview, service: done.config.service };
  const state = hasFailed(done.outcomes) ? "failed" : "removed";
  const preview = { state, url: undefined } as const;
  frontEnd.answer({ text: describeRemoval(done, options), json, preview, previews: previewsWithout(done) }, options);
  refuseFailures(done);
}

/** Servers are told to remove all that could be there, whatever they have. */
const describeRemoval = (done: Done, options: GlobalOptions): string =>
  hasFailed(done.outcomes) || wasThere(done)
    ? describeAnswers(done, options)
    : `There was nothing of the preview ${done.config.service}`;

/** Look after all previews. @throws Refusal when part of it failed, once the rest is told */
export async function prune(frontEnd: FrontEnd, options: PruningOptions): Promise<void> {
  refuseSelection(options);
  if (options.dryRun) return showDue(frontEnd, options);
  const { attended, reasons, previews, settings } = await prunePreviews(lockWait(options), await frontEnd.call(options));
  const left = previewsSection(previews, settings);
  frontEnd.answer({ text: describeUpkeep(attended), json: attended, previews: left }, options);
  refuseFor(reasons);
}

async function showDue(frontEnd: FrontEnd, options: PruningOptions): Promise<void> {
  const { due, reasons } = await duePreviews(await frontEnd.call(options));
  frontEnd.answer({ text: describeUpkeep(due), json: due }, options);
  refuseFor(reasons);
}
