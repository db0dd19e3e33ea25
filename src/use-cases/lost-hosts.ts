import { appHosts } from "../core/config/placement.ts";
import { lostHosts } from "../core/plan/loss.ts";
import type { Outcome } from "../core/plan/plan.ts";
import { toleranceOf } from "../core/plan/tolerance.ts";
import { listed } from "../core/report/counting.ts";
import type { Undertaking } from "./undertaking.ts";
import type { Watcher } from "./watcher.ts";

/** That the run goes on without some hosts, as they failed before anything booted. */
export function tellOfLost({ release: { config } }: Undertaking, outcomes: readonly Outcome[], watcher: Watcher): void {
  const lost = lostHosts(outcomes);
  if (lost.length === 0) return;
  const key = config.landfall.onFailure === "continue" ? "on_failure: continue" : "max_failures";
  watcher.note(`warning: ${listed(lost)} failed; the other hosts go on without (x-landfall/${key})`);
}

/** Why a run does not go on though hosts may fail: other than a failure of them all, that does not speak for itself. */
export function tellOfTooManyLost({ release: { config } }: Undertaking, outcomes: readonly Outcome[], watcher: Watcher): void {
  const lost = lostHosts(outcomes);
  const { toGoOn = 0 } = toleranceOf(config) ?? {};
  if (toGoOn === 0 || lost.length === 0 || lost.length === appHosts(config).length) return;
  if (lost.includes(config.primaryHost))
    watcher.note(`warning: Nothing goes on without ${config.primaryHost}, which keeps the deploy lock`);
  else if (lost.length > toGoOn) watcher.note(`warning: ${listed(lost)} failed, more hosts than may (x-landfall/max_failures)`);
}
