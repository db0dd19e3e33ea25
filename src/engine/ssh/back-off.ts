import { setTimeout } from "node:timers/promises";

/** No pause is longer, in milliseconds. */
const longest = 4000;

/**
 * Wait before the next try: twice as long after each.
 * @param first milliseconds before the second try @param tries how many there were so far @throws the reason of the signal
 */
export const backOff = (first: number, tries: number, signal: AbortSignal): Promise<void> =>
  pauseAbout(Math.min(first * 2 ** (tries - 1), longest), signal);

/** Wait for so many milliseconds, varied by half so that hosts do not return together. @throws the reason of the signal */
export async function pauseAbout(milliseconds: number, signal: AbortSignal): Promise<void> {
  await setTimeout(milliseconds * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
  signal.throwIfAborted();
}
