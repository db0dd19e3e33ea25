import * as core from "@actions/core";
import { z } from "zod";

/** What the post step must know to give back the lock of a main step that was killed. */
const heldLock = z.object({ configFile: z.string(), destination: z.string().optional(), details: z.string() });
export type HeldLock = z.infer<typeof heldLock>;

/** From now on the post step gives this lock back. A runner reads the state even of a step that it had to kill. */
export const rememberLock = (lock: HeldLock): void => core.saveState("lock", JSON.stringify(lock));

/** The lock is settled, so the post step has nothing to do. */
export const forgetLock = (): void => core.saveState("lock", "");

/** What the main step noted for the post step; undefined where the lock is settled, or was never taken. */
export function rememberedLock(): HeldLock | undefined {
  const saved = core.getState("lock");
  return saved === "" ? undefined : heldLock.parse(JSON.parse(saved));
}
