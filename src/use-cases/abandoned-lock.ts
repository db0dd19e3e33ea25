import * as lock from "../core/commands/lock.ts";
import type { Signals } from "../engine/execute.ts";
import { onPrimaryHost } from "./lock.ts";
import { loadProject } from "./project.ts";
import type { Request } from "./request.ts";
import type { Watcher } from "./watcher.ts";

/**
 * Give back the lock of a run that was killed while it held it. A lock with any other details stays.
 * @throws Refusal when the server cannot be asked
 * @returns what the server said of it; nothing when the lock was given back
 */
export async function releaseAbandonedLock(
  details: string,
  request: Request,
  watcher: Watcher,
  signals: Signals,
): Promise<string> {
  const project = await loadProject(request, watcher);
  const run = lock.release(project.config, details);
  return (await onPrimaryHost(project, request, { watcher, signals }, "Give the deploy lock back", "unlock", run)).trim();
}
