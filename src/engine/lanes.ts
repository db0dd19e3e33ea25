import { once } from "node:events";
import type { Host } from "../core/config/names.ts";
import type { StepEnd } from "../core/plan/script.ts";
import type { Shell } from "../core/shell/sh.ts";
import { Comeback } from "./comeback.ts";
import { type Hearing, Lane } from "./lane.ts";
import { Remains } from "./remains.ts";
import type { Connection } from "./ssh/connection.ts";
import { ConnectionLost } from "./ssh/connection-lost.ts";
import type { SshPool } from "./ssh/pool.ts";
import { SessionRefused } from "./ssh/session-refused.ts";
import { Slots } from "./ssh/slots.ts";
import { Unreachable } from "./ssh/unreachable.ts";

/** A connection has eight channels for us; one stays free for stopping what runs in the others. */
const most = 7;

/** How often the same work may lose its connection before it is given up. */
const mostLosses = 3;

export interface Task {
  readonly run: Shell;
  /** It may be done again where the connection was lost while it was under way. */
  readonly repeatable: boolean;
}

interface Taken {
  readonly lane: Lane;
  readonly release: () => void;
}

/** The shells that are open on one server. One that has nothing to do is used again. */
export class Lanes {
  readonly #host: Host;
  readonly #pool: SshPool;
  readonly #slots = new Slots(most);
  readonly #comeback: Comeback;
  #idle: Lane[] = [];
  readonly #remains = new Remains();
  #busy = 0;
  #opened = 0;

  constructor(host: Host, pool: SshPool) {
    this.#host = host;
    this.#pool = pool;
    this.#comeback = new Comeback(pool.patience, (text) => pool.note(text));
  }

  /** How many shells were opened so far: one SSH exec each. */
  get opened(): number {
    return this.#opened;
  }

  /**
   * Run tasks one after the other, up to the first that fails.
   * @param begins called once there is a shell for the first @throws Error when the connection is lost, or `signal` aborts
   */
  async *run(tasks: readonly Task[], hear: Hearing, signal: AbortSignal, begins: () => void): AsyncGenerator<StepEnd> {
    const losses: ConnectionLost[] = [];
    let done = 0;
    for (;;) {
      const first = done;
      try {
        const rest = tasks.slice(first).map(({ run }) => run);
        const began = losses.length === 0 ? begins : () => {};
        for await (const end of this.#runOnce(rest, (step, text) => hear(first + step, text), signal, began)) {
          done += 1;
          yield end;
        }
        return;
      } catch (error) {
        losses.push(lossThatMayPass(error, losses, tasks.slice(done)));
        await this.#comeback.after(error, signal);
      }
    }
  }

  close(): void {
    for (const lane of this.#idle.splice(0)) lane.close();
  }

  async *#runOnce(steps: readonly Shell[], hear: Hearing, signal: AbortSignal, begins: () => void): AsyncGenerator<StepEnd> {
    const { lane, release } = await this.#take(signal);
    begins();
    try {
      yield* this.#runIn(lane, () => lane.run(steps, hear), signal);
    } finally {
      release();
    }
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
      stopping = lane.stop((work) => this.#apart(work)).catch(() => {});
    };
    signal.addEventListener("abort", stop, { once: true });
    try {
      yield* run();
    } catch (error) {
      usable = false;
      if (error instanceof ConnectionLost && lane.remains) this.#remains.add(lane.remains);
      throw error;
    } finally {
      signal.removeEventListener("abort", stop);
      await stopping;
      if (usable && !stopping) this.#idle.push(lane);
      else lane.close();
    }
  }

  async #apart(work: (connection: Connection) => Promise<void>): Promise<void> {
    const pool = this.#pool.apart();
    try {
      await work(await pool.connection(this.#host));
    } finally {
      pool.close();
    }
  }

  /** Nothing was sent so far, so that a server that is lost can be waited for, whatever is to be done there. */
  async #lane(signal: AbortSignal): Promise<Lane> {
    this.#idle = this.#idle.filter(({ isConnected }) => isConnected);
    const idle = this.#idle.pop();
    if (idle) return idle;
    for (;;) {
      try {
        return await this.#open(signal);
      } catch (error) {
        await this.#comeback.after(error, signal);
      }
    }
  }

  async #open(signal: AbortSignal): Promise<Lane> {
    const connection = await unlessAborted(this.#pool.connection(this.#host), signal);
    await this.#remains.clear(connection);
    const lane = await Lane.open(connection, this.#pool.patience.shell);
    this.#comeback.reached();
    this.#opened += 1;
    return lane;
  }
}

/** @throws the error, if nothing can be done again because of it */
function lossThatMayPass(error: unknown, before: readonly ConnectionLost[], left: readonly Task[]): ConnectionLost {
  // What cannot be reached again was lost first, which says more: it may have gone on.
  if (error instanceof Unreachable && before[0]) throw before[0];
  // All that is left was sent as one script, and may have been done.
  const isRepeatable = left.length > 0 && left.every(({ repeatable }) => repeatable);
  if (error instanceof ConnectionLost && isRepeatable && before.length < mostLosses) return error;
  throw error;
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
