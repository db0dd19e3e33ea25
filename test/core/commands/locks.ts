import { decodeLock, lockDetails } from "../../../src/core/host/lock.ts";
import type { Home } from "../../shell/home.ts";
import { aRelease } from "../../support.ts";

/** Where the lock of `aConfig()` has its details. */
export const file = ".kamal/lock-app/details";
export const ours = lockDetails(aRelease().lock);
export const theirs = "Locked by: Bob at 2026-01-02T03:00:00Z\nVersion: 998\nMessage: Automatic deploy lock";
export const manual = "Locked by: Bob at 2026-01-02T03:00:00Z\nVersion: 998\nMessage: Friday";

export const decoded = (home: Home): string => decodeLock(home.read(file));
