import type { LockWait } from "../core/commands/lock.ts";
import type { PreviewNumber } from "../core/config/preview/name.ts";
import type { LivePreview } from "../core/host/previews.ts";
import { planSleepOf } from "../core/plan/preview/sleep.ts";
import { type Upkeep, upkeepOf } from "../core/preview/upkeep.ts";
import { refuseFailures } from "../core/report/exit.ts";
import { Refusal } from "../core/report/refusal.ts";
import type { Call } from "./call.ts";
import type { Errand } from "./errand.ts";
import { githubOf } from "./github.ts";
import { livePreviews, previewHosts, removePreview } from "./preview.ts";
import { runErrand } from "./run-errand.ts";

/** What became of previews that nobody looked after. */
export interface Pruned {
  readonly due: readonly Upkeep[];
  /** Why some of it could not be done. */
  readonly failures: readonly string[];
}

/**
 * Take away the previews whose pull request is closed or whose time is over, and stop those that nobody asks for. One after the
 * other, each with its own lock held.
 * @throws Refusal when the servers cannot be asked
 */
export async function prunePreviews(wait: LockWait | undefined, call: Call): Promise<Pruned> {
  const { settings, previews } = await livePreviews(call);
  const due = upkeepOf(settings, previews, await closedAmong(previews, call));
  const failures: string[] = [];
  for (const each of due) {
    const request = { ...call.request, preview: { number: each.number } };
    const reasons = await lookAfter(each, { wait }, { ...call, request });
    failures.push(...reasons.map((reason) => `Preview #${each.number}: ${reason}`));
  }
  return { due, failures };
}

/** Those of which GitHub says so: what it does not know stays. */
async function closedAmong(previews: readonly LivePreview[], call: Call): Promise<Set<PreviewNumber>> {
  const github = githubOf(call);
  const asked = await Promise.all(previews.map(({ number }) => github.pullRequest(number)));
  return new Set(previews.flatMap(({ number }, index) => (asked[index]?.state === "closed" ? [number] : [])));
}

/** @returns what went wrong */
async function lookAfter({ deed }: Upkeep, lock: Errand["lock"], call: Call): Promise<readonly string[]> {
  try {
    refuseFailures(deed === "remove" ? await removePreview(lock, call) : await runErrand(sleep(lock), call));
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.reasons;
  }
}

const sleep = (lock: Errand["lock"]): Errand => ({
  ...{ command: "preview", subcommand: "sleep", lock, looksAt: previewHosts, plan: planSleepOf },
});
