import type { Host } from "../core/config/names.ts";
import type { Batch } from "../core/plan/batch.ts";
import { isForUs } from "../core/plan/look.ts";
import { isProbe, isRemote, type LocalStep, type RemoteStep, type Step } from "../core/plan/plan.ts";
import { isRepeatable } from "../core/plan/repeatable.ts";
import type { StepEnd } from "../core/plan/script.ts";
import { placeName } from "../core/report/plans.ts";
import type { Shell } from "../core/shell/sh.ts";
import { Answer } from "./answer.ts";
import type { Effects } from "./execute.ts";
import { Lanes, unlessAborted } from "./lanes.ts";
import { type LimitOf, withinLimits } from "./limits.ts";
import { runProgram } from "./local.ts";
import { persistently } from "./persistence.ts";
import { runProbe } from "./probe.ts";
import { type Ends, runSession } from "./session.ts";
import type { SshPool } from "./ssh/pool.ts";
import { wholeLines } from "./whole-lines.ts";

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
  readonly #limitOf: LimitOf;

  /** @param limitOf how long a step may take */
  constructor(pool: SshPool, listening: Listening, limitOf: LimitOf = () => undefined) {
    this.#pool = pool;
    this.#listening = listening;
    this.#limitOf = limitOf;
  }

  /** How many shells were opened on each server so far: one SSH exec each. */
  get execs(): ReadonlyMap<Host, number> {
    return new Map([...this.#lanes].map(([host, lanes]) => [host, lanes.opened]));
  }

  readonly run: Effects["run"] = ({ steps }, signal) =>
    persistently(steps, (left) => this.#runOnce(left, signal), this.#tellOfRetry, signal);

  /** Run one command with its input and outputs as they are. @returns its exit code @throws as runSession does */
  async session(host: Host, command: Shell, ends: Ends, signal: AbortSignal): Promise<number> {
    return runSession(await unlessAborted(this.#pool.connection(host), signal), command, ends, signal);
  }

  close(): void {
    for (const lanes of this.#lanes.values()) lanes.close();
    this.#pool.close();
  }

  #runOnce(steps: Batch["steps"], signal: AbortSignal): AsyncIterable<StepEnd> {
    const remote = steps.filter(isRemote);
    return withinLimits(steps, this.#limitOf, signal, (either, begins) =>
      remote.length === 0 ? this.#runHere(steps, either, begins) : this.#runThere(remote, either, begins),
    );
  }

  readonly #tellOfRetry = ({ host }: Step, text: string): void =>
    this.#pool.note(this.#listening.redact(`${placeName(host)}: ${text}`));

  async *#runHere(steps: readonly Step[], signal: AbortSignal, begins: () => void): AsyncGenerator<StepEnd> {
    const { redact, onOutput } = this.#listening;
    begins();
    for (const step of steps) {
      if (isRemote(step)) return;
      const end = await wholeLines(
        (hear) => runLocally(step, signal, hear),
        (text) => onOutput(step, redact(text)),
      );
      yield { ...end, output: redact(end.output) };
      if (end.exitCode !== 0) return;
    }
  }

  /** What a look finds is read by us, not shown. */
  async *#runThere(steps: readonly RemoteStep[], signal: AbortSignal, begins: () => void): AsyncGenerator<StepEnd> {
    const [first] = steps;
    if (!first) return;
    const heard = steps.map((step) => new Answer(step, this.#listening));
    const tasks = steps.map((step) => ({ run: step.run, repeatable: isRepeatable(step) }));
    let index = 0;
    try {
      for await (const end of this.#lanesOf(first.host).run(tasks, (step, text) => heard[step]?.add(text), signal, begins)) {
        await heard[index]?.end();
        const step = steps[index++];
        yield step && isForUs(step) && end.exitCode === 0 ? end : { ...end, output: this.#listening.redact(end.output) };
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
