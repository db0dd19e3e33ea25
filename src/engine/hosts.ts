import type { Host } from "../core/config/names.ts";
import type { Batch } from "../core/plan/batch.ts";
import { isRemote, type Step } from "../core/plan/plan.ts";
import type { StepEnd } from "../core/plan/script.ts";
import type { Effects } from "./execute.ts";
import { Lanes } from "./lanes.ts";
import { runProgram } from "./local.ts";
import type { SshPool } from "./ssh/pool.ts";

/** What is done with what steps print. */
export interface Listening {
  /** Takes out what must not be shown. */
  redact(text: string): string;
  /** Told of what programs on the runner print, as they print it. */
  onOutput(step: Step, text: string): void;
}

/** Runs batches where they belong: on servers over SSH, on the runner as programs. */
export class Hosts {
  readonly #pool: SshPool;
  readonly #lanes = new Map<Host, Lanes>();
  readonly #listening: Listening;

  constructor(pool: SshPool, listening: Listening) {
    this.#pool = pool;
    this.#listening = listening;
  }

  /** How many shells were opened on each server so far: one SSH exec each. */
  get execs(): ReadonlyMap<Host, number> {
    return new Map([...this.#lanes].map(([host, lanes]) => [host, lanes.opened]));
  }

  readonly run: Effects["run"] = (batch, signal) => {
    const remote = batch.steps.filter(isRemote);
    const [first] = remote;
    if (!first) return this.#runHere(batch, signal);
    const scripts = remote.map(({ run }) => run);
    return this.#redacted(batch, this.#lanesOf(first.host).run(scripts, signal));
  };

  close(): void {
    for (const lanes of this.#lanes.values()) lanes.close();
    this.#pool.close();
  }

  async *#runHere({ steps }: Batch, signal: AbortSignal): AsyncGenerator<StepEnd> {
    const { redact, onOutput } = this.#listening;
    for (const step of steps) {
      if (isRemote(step)) return;
      const end = await runProgram(step.run, signal, (text) => onOutput(step, redact(text)));
      yield { ...end, output: redact(end.output) };
      if (end.exitCode !== 0) return;
    }
  }

  /** What a look finds is read by us, not shown. */
  async *#redacted({ steps }: Batch, ends: AsyncIterable<StepEnd>): AsyncGenerator<StepEnd> {
    let index = 0;
    for await (const end of ends) {
      const looking = steps[index++]?.stage === "look";
      yield looking ? end : { ...end, output: this.#listening.redact(end.output) };
    }
  }

  #lanesOf(host: Host): Lanes {
    const lanes = this.#lanes.get(host) ?? new Lanes(host, this.#pool);
    this.#lanes.set(host, lanes);
    return lanes;
  }
}
