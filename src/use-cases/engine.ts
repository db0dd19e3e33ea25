import type { Outcome, Plan, Step } from "../core/plan/plan.ts";
import { redactor } from "../core/shell/redaction.ts";
import { execute, type Signals } from "../engine/execute.ts";
import { Hosts } from "../engine/hosts.ts";
import type { Call } from "./call.ts";
import { openPool } from "./connect.ts";
import type { Project } from "./project.ts";
import type { Watcher } from "./watcher.ts";

/** Carries plans out; closes its connections when it is disposed of. */
export class Engine {
  readonly #hosts: Hosts;
  readonly watcher: Watcher;
  readonly #signals: Signals;
  readonly #beside: Promise<unknown>[] = [];

  private constructor(hosts: Hosts, watcher: Watcher, signals: Signals) {
    this.#hosts = hosts;
    this.watcher = watcher;
    this.#signals = signals;
  }

  /** Connects to no server yet. */
  static async start({ config, secrets }: Project, { request, watcher, signals }: Call): Promise<Engine> {
    const pool = await openPool(config, secrets, request, (text) => watcher.note(text), signals.cleanup);
    const hosts = new Hosts(pool, { redact: redactor(secrets), onOutput: (step, text) => watcher.output(step, text) });
    return new Engine(hosts, watcher, signals);
  }

  /** @param stop gives up the plan's work, as if it had been cancelled */
  run(plan: Plan, stop?: AbortSignal): Promise<Outcome[]> {
    const watcher = this.watcher;
    const effects = {
      run: this.#hosts.run,
      now: () => Date.now(),
      started: (step: Step) => watcher.started(step),
      settled: (outcome: Outcome) => watcher.settled(outcome),
    };
    const work = stop ? AbortSignal.any([this.#signals.work, stop]) : this.#signals.work;
    return execute(plan, effects, { ...this.#signals, work });
  }

  /** How many shells were opened on each server so far. */
  get execs(): ReadonlyMap<string, number> {
    return this.#hosts.execs;
  }

  /** Begin something that nothing waits for but the end of the run. */
  runBeside(plan: Plan): void {
    this.#beside.push(this.run(plan));
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#beside);
    this.#hosts.close();
  }
}
