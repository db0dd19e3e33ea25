import * as lock from "../core/commands/lock.ts";
import { lockDetails } from "../core/host/lock.ts";
import { type Plan, type Stage, stepId } from "../core/plan/plan.ts";
import type { Release } from "../core/plan/release.ts";
import { failures, located } from "../core/report/failures.ts";
import { Refusal } from "../core/report/refusal.ts";
import { hasFailed } from "../core/report/report.ts";
import type { Shell } from "../core/shell/sh.ts";
import type { Signals } from "../engine/execute.ts";
import { Engine } from "./engine.ts";
import { beforeConnecting } from "./hooks.ts";
import { loadProject, type Project, releaseOf } from "./project.ts";
import type { Request } from "./request.ts";
import type { Watcher } from "./watcher.ts";

/** Who holds the deploy lock, in the words of its file; undefined when nobody does. */
export async function lockStatus(request: Request, watcher: Watcher, signals: Signals): Promise<string | undefined> {
  const project = await loadProject(request, watcher);
  const status = await onPrimaryHost(
    project,
    request,
    { watcher, signals },
    "Ask for the deploy lock",
    "lock",
    lock.status(project.config),
  );
  return status.trim() || undefined;
}

/** Take the lock until it is released by hand. @throws Refusal when it is held */
export async function acquireLock(message: string, request: Request, watcher: Watcher, signals: Signals): Promise<void> {
  const project = await loadProject(request, watcher);
  const release = manualRelease(project, request, message);
  const run = lock.acquire(project.config, lockDetails(release.lock), undefined);
  await onPrimaryHost(project, request, { watcher, signals }, "Take the deploy lock", "lock", run);
}

/** Give the lock back, whoever took it. @throws Refusal when nobody holds it */
export async function releaseLock(request: Request, watcher: Watcher, signals: Signals): Promise<void> {
  const project = await loadProject(request, watcher);
  const run = lock.forceRelease(project.config);
  await onPrimaryHost(project, request, { watcher, signals }, "Give the deploy lock back", "unlock", run);
}

function manualRelease(project: Project, request: Request, message: string): Release {
  const release = releaseOf(project, request, { verb: "lock", at: new Date() });
  return { ...release, lock: { ...release.lock, message } };
}

/** Run one command where the lock is kept. @throws Refusal when it fails */
export async function onPrimaryHost(
  project: Project,
  request: Request,
  { watcher, signals }: { readonly watcher: Watcher; readonly signals: Signals },
  title: string,
  stage: Stage,
  run: Shell,
): Promise<string> {
  const plan: Plan = { title, steps: [{ id: stepId(stage), title, stage, host: project.config.primaryHost, run, needs: [] }] };
  const engine = await Engine.start(project, request, watcher, signals);
  try {
    await beforeConnecting(engine, project, request, "lock");
    const outcomes = await engine.run(plan);
    if (hasFailed(outcomes)) throw new Refusal(failures(outcomes).map(located));
    return outcomes[0]?.output ?? "";
  } finally {
    await engine.close();
  }
}
