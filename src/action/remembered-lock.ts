import * as core from "@actions/core";
import { z } from "zod";
import type { GlobalOptions } from "../cli/options.ts";
import type { LockClaim } from "../use-cases/watcher.ts";
import { keepState } from "./file-commands.ts";

/** Which lock a command takes: its name is deploy.yml's, and it is kept on the first of the servers that the command acts on. */
const place = z.object({
  configFile: z.string(),
  destination: z.string().exactOptional(),
  /** The number of its pull request. */
  preview: z.number().exactOptional(),
  branch: z.string().exactOptional(),
  hosts: z.string().exactOptional(),
  roles: z.string().exactOptional(),
  primary: z.literal(true).exactOptional(),
});
export type LockPlace = z.infer<typeof place>;

export const lockPlace = (asked: GlobalOptions): LockPlace => place.parse(asked);

/** What the post step must know to give back the lock of a main step that was killed. */
const lockMemory = place.extend({
  details: z.string(),
  /** The jobs that share the lock, and are to be told that this one is gone. */
  fleet: z.object({ name: z.string(), shard: z.object({ index: z.number(), count: z.number() }) }).optional(),
  /** Undefined where no version was to be made live. */
  change: z.object({ version: z.string(), previous: z.string().optional() }).optional(),
});
export type RememberedLock = z.infer<typeof lockMemory>;

/** From now on the post step gives this lock back. A runner reads the state even of a step that it had to kill. */
export const rememberLock = (lock: LockPlace, claim: LockClaim): void =>
  keepState("lock", JSON.stringify(lockMemory.parse({ ...lock, ...claim })));

/** The lock is settled, so the post step has nothing to do. */
export const forgetLock = (): void => keepState("lock", "");

/** The main step came to its end and has said how, even if it could not settle the lock. */
export const rememberTold = (): void => keepState("told", "true");
export const wasTold = (): boolean => core.getState("told") === "true";

/** What the main step noted for the post step; undefined where the lock is settled, or was never taken. */
export function rememberedLock(): RememberedLock | undefined {
  const saved = core.getState("lock");
  return saved === "" ? undefined : lockMemory.parse(JSON.parse(saved));
}
