import type { Command } from "commander";
import type { LockWait } from "../core/commands/lock.ts";
import { wholeNumber } from "./options.ts";

export interface LockOptions {
  readonly lockWait?: true;
  readonly lockWaitTimeout: string;
  readonly lockWaitInterval: string;
}

/** For commands that take the deploy lock. */
export const withLockWait = (command: Command): Command =>
  command
    .option("--lock-wait", "wait while another deploy holds the lock")
    .option("--lock-wait-timeout <seconds>", "how long to wait for the lock", "900")
    .option("--lock-wait-interval <seconds>", "how often to ask whether the run that holds it still goes on", "15");

/** Undefined without `--lock-wait`: the run ends at once where the lock is held. Times are seconds. @throws Refusal when one is no such number */
export const lockWait = ({ lockWait, lockWaitTimeout, lockWaitInterval }: LockOptions): LockWait | undefined =>
  lockWait ? { timeout: timeoutFrom(lockWaitTimeout), interval: intervalFrom(lockWaitInterval) } : undefined;

// An input of the action has another name than its option.
const timeoutFrom = wholeNumber("--lock-wait-timeout (the action's lock-timeout)", { of: "seconds" });
const intervalFrom = wholeNumber("--lock-wait-interval", { of: "seconds", atLeast: 1 });
