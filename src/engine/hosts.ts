import type { Host } from "../core/config/names.ts";
import type { Batch } from "../core/plan/batch.ts";
import { isRemote, type Step } from "../core/plan/plan.ts";
import type { StepEnd } from "../core/plan/script.ts";
import type { Effects } from "./execute.ts";
import { Lanes } from "./lanes.ts";
import { runProgram } from "./local.ts";
import type { SshPool } from "./ssh/pool.ts";

/** Runs batches where they belong: on servers over SSH, on the runner as programs. */
export class Hosts {
  readonly #pool: SshPool;
  readonly #lanes = new Map<Host, Lanes>();
  readonly #onOutput: (step: Step, text: string) => void;

  constructor(pool: SshPool, onOutput: (step: Step, text: string) => void) {
    this.#pool = pool;
    this.#onOutput = onOutput;
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
    return this.#lanesOf(first.host).run(scripts, signal);
  };

  close(): void {
    for (const lanes of this.#lanes.values()) lanes.close();
    this.#pool.close();
  }

  async *#runHere({ steps }: Batch, signal: AbortSignal): AsyncGenerator<StepEnd> {
    for (const step of steps) {
      if (isRemote(step)) return;
      const end = await runProgram(step.run, signal, (text) => this.#onOutput(step, text));
      yield end;
      if (end.exitCode !== 0) return;
    }
  }

  #lanesOf(host: Host): Lanes {
    const lanes = this.#lanes.get(host) ?? new Lanes(host, this.#pool);
    this.#lanes.set(host, lanes);
    return lanes;
  }
}
