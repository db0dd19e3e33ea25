import { setTimeout as pause } from "node:timers/promises";

/** Asks again and again until it is so; gives up after a few hundred times. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await isSo()) return;
    await pause(200);
  }
  throw new Error("Nothing came of it");
}
