import { leave } from "../core/commands/fleet.ts";
import * as lock from "../core/commands/lock.ts";
import { type FleetMember, isFirst } from "../core/host/fleet.ts";
import { lockDetails } from "../core/host/lock.ts";
import { holderFrom, type LockHolder } from "../core/host/lock-holder.ts";
import { type Plan, type Stage, stepId } from "../core/plan/plan.ts";
import { failures, located } from "../core/report/failures.ts";
import { type HoldingState, heldFromPerson } from "../core/report/held-lock.ts";
import { Refusal } from "../core/report/refusal.ts";
import { hasFailed } from "../core/report/report.ts";
import { addresseeOf } from "../core/report/typed-command.ts";
import type { Shell } from "../core/shell/sh.ts";
import type { Call } from "./call.ts";
import { connected } from "./connected.ts";
import { githubOf } from "./github.ts";
import { stateOf } from "./lock-queue.ts";
import { errandRelease, loadProject, type Project } from "./project.ts";

/** Who holds the deploy lock, and what is known of the run that took it. */
export interface LockStatus extends LockHolder {
  readonly state: HoldingState;
}

/** Who holds the deploy lock; undefined when nobody does. */
export async function lockStatus(call: Call): Promise<LockStatus | undefined> {
  const project = await loadProject(call);
  const question = {
    title: "Ask for the deploy lock",
    stage: "lock",
    run: lock.status(project.config),
    subcommand: "status",
  } as const;
  const holder = holderFrom(await onPrimaryHost(project, call, question));
  const asking = { config: project.config, run: call.request.run };
  return holder && { ...holder, state: await stateOf(holder, asking, githubOf(call)) };
}

/** Take the lock until it is released by hand. @throws Refusal when it is held */
export async function acquireLock(message: string, call: Call): Promise<void> {
  const project = await loadProject(call);
  const release = errandRelease(project, call.request, { command: "lock", subcommand: "acquire" });
  const run = lock.acquire(project.config, lockDetails({ ...release.lock, message, beats: false }));
  await onPrimaryHost(project, call, { title: "Take the deploy lock", stage: "lock", run, subcommand: "acquire" });
}

/** Give the lock back, whoever took it. @returns that there is none, in words, where nobody did */
export async function releaseLock(call: Call): Promise<string> {
  const project = await loadProject(call);
  return givenBack(project, call, lock.forceRelease(project.config));
}

/** What a run that was killed has left. */
export interface Abandoned {
  /** The lock's. */
  readonly details: string;
  /** The shards of which it was one. */
  readonly fleet?: FleetMember | undefined;
}

/**
 * Give back the lock of a run that was killed while it held it; where shards share it, tell them, and the last gives it back. A lock
 * with any other details stays.
 * @throws Refusal when the server cannot be asked
 * @returns what the server said of it; nothing when the lock was given back
 */
export async function releaseAbandonedLock({ details, fleet }: Abandoned, call: Call): Promise<string> {
  const project = await loadProject(call);
  const { config } = project;
  const run = fleet ? leave({ config, fleet }, "", isFirst(fleet) ? details : undefined) : lock.release(config, details);
  return givenBack(project, call, run);
}

/** @returns what the server said of it */
async function givenBack(project: Project, call: Call, run: Shell): Promise<string> {
  const giving = { title: "Give the deploy lock back", stage: "unlock", run, subcommand: "release" } as const;
  return (await onPrimaryHost(project, call, giving)).trim();
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
    const [outcome] = outcomes;
    const holder = outcome?.exitCode === lock.heldExitCode ? holderFrom(outcome.output) : undefined;
    if (holder) throw new Refusal([heldFromPerson(holder, addresseeOf(project.config))]);
    if (hasFailed(outcomes)) throw new Refusal(failures(outcomes).map(located));
    return outcome?.output ?? "";
  });
}
