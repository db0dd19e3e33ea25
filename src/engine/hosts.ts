import type { Host } from "../core/config/names.ts";
import type { Batch } from "../core/plan/batch.ts";
import { isRemote, type RemoteStep, type Step } from "../core/plan/plan.ts";
import type { StepEnd } from "../core/plan/script.ts";
import type { Effects } from "./execute.ts";
import { Lane } from "./lane.ts";
import { runProgram } from "./local.ts";
import type { SshPool } from "./ssh/pool.ts";

/** Runs batches where they belong: on servers over SSH, on the runner as programs. */
export class Hosts {
  readonly #pool: SshPool;
  readonly #idle = new Map<Host, Lane[]>();
  readonly #opened = new Map<Host, number>();
  readonly #onOutput: (step: Step, text: string) => void;

  constructor(pool: SshPool, onOutput: (step: Step, text: string) => void) {
    this.#pool = pool;
    this.#onOutput = onOutput;
  }

  /** How many shells were opened on each server so far. */
  get execs(): ReadonlyMap<Host, number> {
    return this.#opened;
  }

  readonly run: Effects["run"] = (batch, signal) => {
    const remote = batch.steps.filter(isRemote);
    const [first] = remote;
    return first ? this.#runRemote(first.host, remote, signal) : this.#runLocal(batch, signal);
  };

  close(): void {
    for (const lane of [...this.#idle.values()].flat()) lane.close();
    this.#pool.close();
  }

  async *#runLocal({ steps }: Batch, signal: AbortSignal): AsyncGenerator<StepEnd> {
    for (const step of steps) {
      if (isRemote(step)) return;
      const end = await runProgram(step.run, signal, (text) => this.#onOutput(step, text));
      yield end;
      if (end.exitCode !== 0) return;
    }
  }

  async *#runRemote(host: Host, steps: readonly RemoteStep[], signal: AbortSignal): AsyncGenerator<StepEnd> {
    signal.throwIfAborted();
    const lane = await this.#lane(host);
    let stopping: Promise<void> | undefined;
    let usable = true;
    const stop = (): void => {
      usable = false;
      stopping = lane.stop();
    };
    signal.addEventListener("abort", stop, { once: true });
    try {
      if (signal.aborted) stop();
      yield* lane.run(steps.map(({ run }) => run));
    } catch (error) {
      usable = false;
      throw error;
    } finally {
      signal.removeEventListener("abort", stop);
      await stopping;
      if (usable) this.#idle.set(host, [...(this.#idle.get(host) ?? []), lane]);
    }
  }

  async #lane(host: Host): Promise<Lane> {
    const idle = this.#idle.get(host)?.pop();
    if (idle) return idle;
    this.#opened.set(host, (this.#opened.get(host) ?? 0) + 1);
    return Lane.open(await this.#pool.connection(host));
  }
}
