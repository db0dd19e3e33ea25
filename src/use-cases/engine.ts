import type { Config } from "../core/config/config.ts";
import type { Outcome, Plan, RemoteStep, Step } from "../core/plan/plan.ts";
import { timeLimit } from "../core/plan/time-limit.ts";
import { redactor } from "../core/shell/redaction.ts";
import { type Effects, execute } from "../engine/execute.ts";
import { openForwards, type Paths } from "../engine/forwards.ts";
import { Hosts } from "../engine/hosts.ts";
import type { Ends } from "../engine/session.ts";
import type { SshPool } from "../engine/ssh/pool.ts";
import type { Call } from "./call.ts";
import { openPool, sshAs } from "./connect.ts";
import { type Guard, noGuard } from "./guard.ts";
import type { Project } from "./project.ts";
import { steady } from "./steady-watcher.ts";
import type { Watcher } from "./watcher.ts";

/** What an engine works with. */
interface Reach {
  readonly hosts: Hosts;
  readonly apart: Hosts;
  readonly paths: Paths;
}

/** Carries plans out; closes its connections when it is disposed of. */
export class Engine {
  readonly #hosts: Hosts;
  /** The same servers over other connections. */
  readonly #apart: Hosts;
  readonly watcher: Watcher;
  readonly #cancel: AbortSignal;
  readonly #paths: Paths;
  readonly #redact: (text: string) => string;
  readonly #beside: Promise<unknown>[] = [];
  #guard: Guard = noGuard;

  private constructor(
    { hosts, apart, paths }: Reach,
    redact: (text: string) => string,
    { watcher, cancel }: Pick<Call, "watcher" | "cancel">,
  ) {
    this.#hosts = hosts;
    this.#apart = apart;
    this.watcher = watcher;
    this.#cancel = cancel;
    this.#paths = paths;
    this.#redact = redact;
  }

  /** Connects to no server yet. */
  static async start({ config, secrets }: Project, { request, cancel, ...call }: Call): Promise<Engine> {
    const watcher = steady(call.watcher);
    const note = (text: string): void => watcher.note(text);
    const open = ({ ssh }: Pick<Config, "ssh">): Promise<SshPool> => openPool({ ssh }, secrets, request, note);
    const pool = await open(config);
    const redact = redactor(secrets);
    const listening = {
      redact,
      onOutput: (step: Step, text: string) => watcher.output(step, text),
      onAnswer: (step: Step, lines: readonly string[]) => watcher.answered(step, lines),
    };
    const over = (each: SshPool): Hosts => new Hosts(each, listening, (step) => timeLimit(step, config));
    const paths: Paths = { pool, open: (login) => open({ ssh: sshAs(config, login) }), note };
    return new Engine({ hosts: over(pool), apart: over(pool.apart()), paths }, redact, { watcher, cancel });
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
    return this.#runUntold(plan, this.#hosts);
  }

  /** The same over connections of its own: sshd may allow as few sessions on one as the run takes (MaxSessions in sshd_config(5)). */
  runApart(plan: Plan): Promise<Outcome[]> {
    return this.#runUntold(plan, this.#apart);
  }

  /** Do this with somebody to look after what it stands on. */
  async guarded<Done>(guard: Guard, work: () => Promise<Done>): Promise<Done> {
    this.#guard = guard;
    try {
      return await work();
    } finally {
      this.#guard = noGuard;
    }
  }

  #runUntold(plan: Plan, { run }: Hosts): Promise<Outcome[]> {
    const effects = { run, now: () => Date.now(), started: () => {}, settled: () => {} };
    return execute(plan, effects, { cancel: this.#cancel, halt: noGuard.halt });
  }

  #execute(plan: Plan, cancel: AbortSignal): Promise<Outcome[]> {
    const watcher = this.watcher;
    const guard = this.#guard;
    const redact = this.#redact;
    const effects: Effects = {
      run: this.#hosts.run,
      now: () => Date.now(),
      ready: guard.ready,
      started: (step) => {
        guard.started(step);
        watcher.started(step);
      },
      settled: (outcome) => {
        guard.settled(outcome);
        // A look's output is whole until here: we read it.
        watcher.settled({ ...outcome, output: redact(outcome.output) });
      },
    };
    return execute(plan, effects, { cancel, halt: guard.halt });
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
    this.#apart.close();
  }
}
