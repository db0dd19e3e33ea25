import { setTimeout as sleep } from "node:timers/promises";

interface Heart {
  /** Shows others that we live. Never fails. */
  readonly beat: () => Promise<unknown>;
  /** Seconds. */
  readonly interval: number;
}

/** Others hear that we live until the work has ended, however that ends: from this process, since a machine that is gone must not look alive. */
export async function beating<Done>(heart: Heart, work: () => Promise<Done>): Promise<Done> {
  const over = new AbortController();
  void keepBeating(heart, over.signal);
  try {
    return await work();
  } finally {
    over.abort();
  }
}

async function keepBeating({ beat, interval }: Heart, over: AbortSignal): Promise<void> {
  for (;;) {
    await sleep(interval * 1000, undefined, { signal: over }).catch(() => {});
    if (over.aborted) return;
    await beat();
  }
}
