/** So many may work at once; the others wait for their turn, first come first served. */
export class Slots {
  #free: number;
  #closed: Error | undefined;
  readonly #waiting: { readonly start: () => void; readonly refuse: (reason: Error) => void }[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  /** Resolves with the function that gives the slot back. Throws the reason of `close`. */
  async take(): Promise<() => void> {
    if (this.#closed) throw this.#closed;
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((start, refuse) => this.#waiting.push({ start, refuse }));
    let held = true;
    return () => {
      if (held) this.#release();
      held = false;
    };
  }

  /** From now on nobody gets a slot, neither who waits nor who comes. */
  close(reason: Error): void {
    this.#closed = reason;
    for (const { refuse } of this.#waiting.splice(0)) refuse(reason);
  }

  #release(): void {
    const next = this.#waiting.shift();
    if (next) next.start();
    else this.#free += 1;
  }
}
