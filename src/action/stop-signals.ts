import * as core from "@actions/core";
import type { Signals } from "../engine/execute.ts";

/**
 * The first signal stops the work and cleans up after it. A runner that cancels sends SIGINT, SIGTERM 7.5 s later, and kills 2.5 s
 * after that: the SIGTERM must not cut the cleaning up short, of which every second counts.
 */
export function stopSignals(): Signals {
  const work = new AbortController();
  const stop = (): void => {
    if (!work.signal.aborted) core.info("Cancelled. What was changed is undone.");
    work.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return { work: work.signal, cleanup: new AbortController().signal };
}
