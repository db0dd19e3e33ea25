import { keepRecord, revealRecords } from "../commands/ledger.ts";
import { planUnlock } from "./locked.ts";
import type { Plan, RemoteStep, StepId } from "./plan.ts";
import type { Release } from "./release.ts";
import { idsOf, inAnyCase, onHost } from "./step.ts";

/**
 * The end of a run that held the lock, however it came: the lock is given back and the run recorded, in one script. Shards give theirs
 * back when they part.
 * @param line what is kept of the run, see ledgerLine
 */
export function planClose(release: Release, line: string): Plan {
  const { steps } = planUnlock(release);
  return { title: "Close the run", steps: [...steps, ...planRecord(release, line, idsOf(steps)).steps] };
}

/** The record alone. @param needs by which it is part of a script that is carried out in any case */
export function planRecord(release: Release, line: string, needs: readonly StepId[] = []): Plan {
  const { primaryHost } = release.config;
  const title = "Keep a record of the run";
  const step: RemoteStep = onHost(primaryHost, "record", "unlock", title, keepRecord(release.config, line), needs);
  return { title, steps: [needs.length > 0 ? step : inAnyCase(step)] };
}

/** What became of the last deploys. */
export function planHistory({ config }: Release): Plan {
  const title = "Read what is on record";
  return { title, steps: [onHost(config.primaryHost, "history", "look", title, revealRecords(config))] };
}
