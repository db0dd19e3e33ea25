import { backOff } from "./ssh/back-off.ts";
import type { Patience } from "./ssh/connect.ts";
import { ConnectionLost } from "./ssh/connection-lost.ts";
import { Unreachable } from "./ssh/unreachable.ts";

/** The patience with a server that was reached once: it is looked for again while it is lost, for so long in all. */
export class Comeback {
  readonly #patience: Pick<Patience, "comeback" | "pause">;
  readonly #note: (text: string) => void;
  #wasReached = false;
  #lostAt: number | undefined;
  #tries = 0;

  constructor(patience: Pick<Patience, "comeback" | "pause">, note: (text: string) => void) {
    this.#patience = patience;
    this.#note = note;
  }

  reached(): void {
    this.#wasReached = true;
    this.#lostAt = undefined;
    this.#tries = 0;
  }

  /** Wait until it is time to try again. @throws the error, if that is no use; the reason of the signal */
  async after(error: unknown, signal: AbortSignal): Promise<void> {
    if (!this.#wasReached || !(error instanceof ConnectionLost || error instanceof Unreachable)) throw error;
    if (this.#lostAt === undefined) {
      this.#lostAt = Date.now();
      this.#note(`${error.message} Trying to reach it again.`);
    }
    if (Date.now() - this.#lostAt > this.#patience.comeback) throw error;
    this.#tries += 1;
    await backOff(this.#patience.pause, this.#tries, signal);
  }
}
