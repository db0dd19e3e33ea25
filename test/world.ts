import type { Batch } from "../src/core/plan/batch.ts";
import type { Outcome, Plan, Step } from "../src/core/plan/plan.ts";
import type { StepEnd } from "../src/core/plan/script.ts";
import { commandText } from "../src/core/report/plans.ts";
import { type Effects, execute } from "../src/engine/execute.ts";
import { ConnectionLost } from "../src/engine/ssh/connection-lost.ts";
import { aHost } from "./support.ts";

/** What goes wrong, and where: at the step of that id, or wherever a command looks like that. */
interface Mishaps {
  /** Steps that end with exit code 1. */
  readonly failing?: string | RegExp;
  /** Steps that do their work, but whose connection is lost before they can say so. */
  readonly losing?: string | RegExp;
  /** The run is cancelled before it begins. */
  readonly cancelled?: true;
  /** The id of the step before which the run is cancelled. */
  readonly cancelBefore?: string;
  /** The id of the step that is interrupted when it has done its work but not said so. */
  readonly cancelDuring?: string;
  /** The id of the step at whose end the run is cancelled. */
  readonly cancelAfter?: string;
  /** The id of the step at whose end the run is halted. */
  readonly haltAfter?: string;
  /** What commands print. */
  readonly printing?: (step: Step) => string | undefined;
}

/** A world in memory: every command works, but for the mishaps. */
export interface World {
  readonly effects: Effects;
  /** The ids of the steps that did their work, wholly or not, in order. */
  readonly ran: readonly string[];
  /** What was told of them, as it was told. */
  readonly told: readonly string[];
  execute(plan: Plan): Promise<Outcome[]>;
}

export function aWorld(mishaps: Mishaps = {}): World {
  const ran: string[] = [];
  const told: string[] = [];
  const work = new AbortController();
  const all = new AbortController();
  let clock = 0;
  if (mishaps.cancelled) work.abort();

  async function* run({ steps }: Batch, signal: AbortSignal): AsyncGenerator<StepEnd> {
    signal.throwIfAborted();
    for (const step of steps) {
      arrive(step, signal);
      const end: StepEnd = { exitCode: isMeant(step, mishaps.failing) ? 1 : 0, output: mishaps.printing?.(step) ?? "" };
      yield end;
      if (end.exitCode !== 0) return;
    }
  }

  function arrive(step: Step, signal: AbortSignal): void {
    signal.throwIfAborted();
    ran.push(step.id);
    if (step.id === mishaps.cancelDuring) work.abort();
    if (isMeant(step, mishaps.losing)) throw new ConnectionLost({ host: aHost(step.host), port: 22, user: "root" }, "it was cut");
    signal.throwIfAborted();
    if (step.id === mishaps.cancelAfter) work.abort();
    if (step.id === mishaps.haltAfter) all.abort();
  }

  const effects: Effects = {
    run,
    now: () => ++clock,
    started: ({ id }) => {
      told.push(`${id} started`);
      if (id === mishaps.cancelBefore) work.abort();
    },
    settled: ({ step, status }) => void told.push(`${step.id} ${status}`),
  };
  return { effects, ran, told, execute: (plan) => execute(plan, effects, { cancel: work.signal, halt: all.signal }) };
}

function isMeant(step: Step, where: string | RegExp | undefined): boolean {
  if (!(where instanceof RegExp)) return step.id === where;
  return where.test(commandText(step));
}
