import * as core from "@actions/core";
import type { Signals } from "../engine/execute.ts";

/**
 * The first signal stops the work and cleans up after it, a second one stops that as well. A runner that cancels sends SIGINT,
 * SIGTERM 7.5 s later, and kills 2.5 s after that.
 */
export function stopSignals(): Signals {
  const [work, cleanup] = [new AbortController(), new AbortController()];
  const stop = (): void => {
    if (!work.signal.aborted) core.info("Cancelled. What was changed is undone.");
    const next = work.signal.aborted ? cleanup : work;
    next.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return { work: work.signal, cleanup: cleanup.signal };
}
