import { once } from "node:events";
import type { Host } from "../core/config/names.ts";
import type { StepEnd } from "../core/plan/script.ts";
import type { Shell } from "../core/shell/sh.ts";
import { type Hearing, Lane } from "./lane.ts";
import type { SshPool } from "./ssh/pool.ts";
import { SessionRefused } from "./ssh/session-refused.ts";
import { Slots } from "./ssh/slots.ts";

/** A connection has eight channels for us; one stays free for stopping what runs in the others. */
const most = 7;

interface Taken {
  readonly lane: Lane;
  readonly release: () => void;
}

/** The shells that are open on one server. One that has nothing to do is used again. */
export class Lanes {
  readonly #host: Host;
  readonly #pool: SshPool;
  readonly #slots = new Slots(most);
  readonly #idle: Lane[] = [];
  #busy = 0;
  #opened = 0;

  constructor(host: Host, pool: SshPool) {
    this.#host = host;
    this.#pool = pool;
  }

  /** How many shells were opened so far: one SSH exec each. */
  get opened(): number {
    return this.#opened;
  }

  /** Run steps one after the other, up to the first that fails. @throws Error when the connection is lost, or `signal` aborts */
  async *run(steps: readonly Shell[], hear: Hearing, signal: AbortSignal): AsyncGenerator<StepEnd> {
    const { lane, release } = await this.#take(signal);
    try {
      yield* this.#runIn(lane, () => lane.run(steps, hear), signal);
    } finally {
      release();
    }
  }

  close(): void {
    for (const lane of this.#idle.splice(0)) lane.close();
  }

  /** Where the server allows fewer sessions than we ask for, a slot that has none is kept for good, and its taker waits for another. */
  async #take(signal: AbortSignal): Promise<Taken> {
    const release = await this.#slots.take();
    try {
      signal.throwIfAborted();
      const lane = await this.#lane(signal);
      if (signal.aborted) this.#idle.push(lane);
      signal.throwIfAborted();
      this.#busy += 1;
      return { lane, release: () => this.#giveBack(release) };
    } catch (error) {
      if (error instanceof SessionRefused && this.#busy + this.#idle.length > 0) return this.#take(signal);
      release();
      throw error;
    }
  }

  #giveBack(release: () => void): void {
    this.#busy -= 1;
    release();
  }

  async *#runIn(lane: Lane, run: () => AsyncGenerator<StepEnd>, signal: AbortSignal): AsyncGenerator<StepEnd> {
    let usable = true;
    let stopping: Promise<void> | undefined;
    const stop = (): void => {
      // A server that cannot be reached any more cannot be stopped either.
      stopping = lane.stop().catch(() => {});
    };
    signal.addEventListener("abort", stop, { once: true });
    try {
      yield* run();
    } catch (error) {
      usable = false;
      throw error;
    } finally {
      signal.removeEventListener("abort", stop);
      await stopping;
      if (usable && !stopping) this.#idle.push(lane);
      else lane.close();
    }
  }

  async #lane(signal: AbortSignal): Promise<Lane> {
    const idle = this.#idle.pop();
    if (idle) return idle;
    const connection = await unlessAborted(this.#pool.connection(this.#host), signal);
    const lane = await Lane.open(connection, this.#pool.patience.shell);
    this.#opened += 1;
    return lane;
  }
}

/** Nobody who is to stop waits for a server that may never answer. @throws the reason of the signal */
export async function unlessAborted<Found>(found: Promise<Found>, signal: AbortSignal): Promise<Found> {
  const over = new AbortController();
  const abort = once(signal, "abort", { signal: over.signal }).then(() => Promise.reject(signal.reason));
  try {
    return await Promise.race([found, abort]);
  } finally {
    over.abort();
  }
}
