import * as core from "@actions/core";

/**
 * A signal stops the run and has it clean up. A runner that cancels sends SIGINT, SIGTERM 7.5 s later, and kills 2.5 s after that:
 * the SIGTERM must not cut the cleaning up short, of which every second counts.
 */
export function stopSignals(): AbortController {
  const cancel = new AbortController();
  const stop = (): void => {
    if (!cancel.signal.aborted)
      core.info("Cancelled: stopping, undoing what is not live everywhere yet, and giving the deploy lock back if it was taken.");
    cancel.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return cancel;
}
