import * as lock from "../core/commands/lock.ts";
import { lockDetails } from "../core/host/lock.ts";
import { type Plan, type Stage, stepId } from "../core/plan/plan.ts";
import { failures, located } from "../core/report/failures.ts";
import { Refusal } from "../core/report/refusal.ts";
import { hasFailed } from "../core/report/report.ts";
import type { Shell } from "../core/shell/sh.ts";
import type { Call } from "./call.ts";
import { connected } from "./connected.ts";
import { errandRelease, loadProject, type Project } from "./project.ts";

/** Who holds the deploy lock, in the words of its file; undefined when nobody does. */
export async function lockStatus(call: Call): Promise<string | undefined> {
  const project = await loadProject(call);
  const asking = {
    title: "Ask for the deploy lock",
    stage: "lock",
    run: lock.status(project.config),
    subcommand: "status",
  } as const;
  return (await onPrimaryHost(project, call, asking)).trim() || undefined;
}

/** Take the lock until it is released by hand. @throws Refusal when it is held */
export async function acquireLock(message: string, call: Call): Promise<void> {
  const project = await loadProject(call);
  const release = errandRelease(project, call.request, { command: "lock", subcommand: "acquire" });
  const run = lock.acquire(project.config, lockDetails({ ...release.lock, message }), undefined);
  await onPrimaryHost(project, call, { title: "Take the deploy lock", stage: "lock", run, subcommand: "acquire" });
}

/** Give the lock back, whoever took it. @returns that there is none, in words, where nobody did */
export async function releaseLock(call: Call): Promise<string> {
  const project = await loadProject(call);
  const run = lock.forceRelease(project.config);
  return (
    await onPrimaryHost(project, call, { title: "Give the deploy lock back", stage: "unlock", run, subcommand: "release" })
  ).trim();
}

/**
 * Give back the lock of a run that was killed while it held it. A lock with any other details stays.
 * @throws Refusal when the server cannot be asked
 * @returns what the server said of it; nothing when the lock was given back
 */
export async function releaseAbandonedLock(details: string, call: Call): Promise<string> {
  const project = await loadProject(call);
  const run = lock.release(project.config, details);
  return (
    await onPrimaryHost(project, call, { title: "Give the deploy lock back", stage: "unlock", run, subcommand: "release" })
  ).trim();
}

interface Errand {
  readonly title: string;
  readonly stage: Stage;
  readonly run: Shell;
  /** As hooks are told. */
  readonly subcommand: string;
}

async function onPrimaryHost(project: Project, call: Call, { title, stage, run, subcommand }: Errand): Promise<string> {
  const plan: Plan = { title, steps: [{ id: stepId(stage), title, stage, host: project.config.primaryHost, run, needs: [] }] };
  return connected(project, call, { verb: "lock", subcommand }, async (engine) => {
    const outcomes = await engine.run(plan);
    if (hasFailed(outcomes)) throw new Refusal(failures(outcomes).map(located));
    return outcomes[0]?.output ?? "";
  });
}
