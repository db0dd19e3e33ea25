import type { Host } from "../core/config/names.ts";
import type { Batch } from "../core/plan/batch.ts";
import { isForUs } from "../core/plan/look.ts";
import { isProbe, isRemote, type LocalStep, type RemoteStep, type Step } from "../core/plan/plan.ts";
import type { StepEnd } from "../core/plan/script.ts";
import type { Shell } from "../core/shell/sh.ts";
import { Answer } from "./answer.ts";
import type { Effects } from "./execute.ts";
import { Lanes, unlessAborted } from "./lanes.ts";
import { runProgram } from "./local.ts";
import { runProbe } from "./probe.ts";
import { type Ends, runSession } from "./session.ts";
import type { SshPool } from "./ssh/pool.ts";

/** What is done with what steps print. */
export interface Listening {
  /** Takes out what must not be shown. */
  redact(text: string): string;
  /** Told of what programs on the runner print, as they print it. */
  onOutput(step: Step, text: string): void;
  /** Told of what answers on servers print, line by line, as they print it, and waited for. */
  onAnswer(step: Step, lines: readonly string[]): Promise<void> | void;
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
    return remote.length === 0 ? this.#runHere(batch, signal) : this.#runThere(remote, signal);
  };

  /** Run one command with its input and outputs as they are. @returns its exit code @throws as runSession does */
  async session(host: Host, command: Shell, ends: Ends, signal: AbortSignal): Promise<number> {
    return runSession(await unlessAborted(this.#pool.connection(host), signal), command, ends, signal);
  }

  close(): void {
    for (const lanes of this.#lanes.values()) lanes.close();
    this.#pool.close();
  }

  async *#runHere({ steps }: Batch, signal: AbortSignal): AsyncGenerator<StepEnd> {
    const { redact, onOutput } = this.#listening;
    for (const step of steps) {
      if (isRemote(step)) return;
      const end = await runLocally(step, signal, (text) => onOutput(step, redact(text)));
      yield { ...end, output: redact(end.output) };
      if (end.exitCode !== 0) return;
    }
  }

  /** What a look finds is read by us, not shown. */
  async *#runThere(steps: readonly RemoteStep[], signal: AbortSignal): AsyncGenerator<StepEnd> {
    const [first] = steps;
    if (!first) return;
    const heard = steps.map((step) => new Answer(step, this.#listening));
    const scripts = steps.map(({ run }) => run);
    let index = 0;
    try {
      for await (const end of this.#lanesOf(first.host).run(scripts, (step, text) => heard[step]?.add(text), signal)) {
        await heard[index]?.end();
        const step = steps[index++];
        yield step && isForUs(step) ? end : { ...end, output: this.#listening.redact(end.output) };
      }
    } finally {
      await Promise.all(heard.map((each) => each.end()));
    }
  }

  #lanesOf(host: Host): Lanes {
    const lanes = this.#lanes.get(host) ?? new Lanes(host, this.#pool);
    this.#lanes.set(host, lanes);
    return lanes;
  }
}

const runLocally = ({ run }: LocalStep, signal: AbortSignal, onOutput: (text: string) => void): Promise<StepEnd> =>
  isProbe(run) ? runProbe(run, signal, onOutput) : runProgram(run, signal, onOutput);
