import type { Config } from "../core/config/config.ts";
import type { Outcome, Plan, RemoteStep, Step } from "../core/plan/plan.ts";
import { timeLimit } from "../core/plan/time-limit.ts";
import { redactor } from "../core/shell/redaction.ts";
import { execute } from "../engine/execute.ts";
import { openForwards, type Paths } from "../engine/forwards.ts";
import { Hosts } from "../engine/hosts.ts";
import type { Ends } from "../engine/session.ts";
import type { SshPool } from "../engine/ssh/pool.ts";
import type { Call } from "./call.ts";
import { openPool, sshAs } from "./connect.ts";
import type { Project } from "./project.ts";
import type { Watcher } from "./watcher.ts";

/** Carries plans out; closes its connections when it is disposed of. */
export class Engine {
  readonly #hosts: Hosts;
  readonly watcher: Watcher;
  readonly #cancel: AbortSignal;
  readonly #paths: Paths;
  readonly #redact: (text: string) => string;
  readonly #beside: Promise<unknown>[] = [];

  private constructor(hosts: Hosts, paths: Paths, redact: (text: string) => string, { watcher, cancel }: Call) {
    this.#hosts = hosts;
    this.watcher = watcher;
    this.#cancel = cancel;
    this.#paths = paths;
    this.#redact = redact;
  }

  /** Connects to no server yet. */
  static async start({ config, secrets }: Project, call: Call): Promise<Engine> {
    const { request, watcher } = call;
    const note = (text: string): void => watcher.note(text);
    const open = ({ ssh }: Pick<Config, "ssh">): Promise<SshPool> => openPool({ ssh }, secrets, request, note);
    const pool = await open(config);
    const redact = redactor(secrets);
    const listening = {
      redact,
      onOutput: (step: Step, text: string) => watcher.output(step, text),
      onAnswer: (step: Step, lines: readonly string[]) => watcher.answered(step, lines),
    };
    const hosts = new Hosts(pool, listening, (step) => timeLimit(step, config));
    return new Engine(hosts, { pool, open: (login) => open({ ssh: sshAs(config, login) }), note }, redact, call);
  }

  /**
   * @param stop gives up the plan's work, as if it had been cancelled
   * @throws Refusal when a port that the plan needs cannot be forwarded: nothing of it was done
   */
  async run(plan: Plan, stop?: AbortSignal): Promise<Outcome[]> {
    const cancel = stop ? AbortSignal.any([this.#cancel, stop]) : this.#cancel;
    const { forwards = [] } = plan;
    if (forwards.length === 0 || cancel.aborted) return this.#execute(plan, cancel);
    const close = await openForwards(forwards, this.#paths);
    try {
      return await this.#execute(plan, cancel);
    } finally {
      await close();
    }
  }

  /** The same without a word to the watcher, for what is of no interest. */
  runUntold(plan: Plan): Promise<Outcome[]> {
    const effects = { run: this.#hosts.run, now: () => Date.now(), started: () => {}, settled: () => {} };
    return execute(plan, effects, this.#cancel);
  }

  #execute(plan: Plan, cancel: AbortSignal): Promise<Outcome[]> {
    const watcher = this.watcher;
    const redact = this.#redact;
    const effects = {
      run: this.#hosts.run,
      now: () => Date.now(),
      started: (step: Step) => watcher.started(step),
      // A look's output is whole until here: we read it.
      settled: (outcome: Outcome) => watcher.settled({ ...outcome, output: redact(outcome.output) }),
    };
    return execute(plan, effects, cancel);
  }

  /** Run a step with its input and outputs as they are. @returns its exit code @throws the reason of a cancellation */
  session({ host, run }: RemoteStep, ends: Ends): Promise<number> {
    return this.#hosts.session(host, run, ends, this.#cancel);
  }

  /** How many shells were opened on each server so far. */
  get execs(): ReadonlyMap<string, number> {
    return this.#hosts.execs;
  }

  /** Begin something that nothing waits for but the end of the run. */
  runBeside(plan: Plan): void {
    const running = this.run(plan);
    // Whoever closes this waits for it, but that may be long after it has failed.
    running.catch(() => {});
    this.#beside.push(running);
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#beside);
    this.#hosts.close();
  }
}
