import { type Batch, batches } from "../core/plan/batch.ts";
import type { Outcome, Plan, Status, Step, StepId } from "../core/plan/plan.ts";
import { predecessors, runs } from "../core/plan/rule.ts";
import type { StepEnd } from "../core/plan/script.ts";
import { ConnectionLost } from "./ssh/connection-lost.ts";

/** The engine's only window on the world. */
export interface Effects {
  /** Run a batch in its place, yielding the end of each step that started. Throws if its connection fails or `signal` aborts. */
  run(batch: Batch, signal: AbortSignal): AsyncIterable<StepEnd>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Waited for before each batch. Never fails. */
  ready?(): Promise<void>;
  started(step: Step): void;
  settled(outcome: Outcome): void;
}

/** How a plan is stopped before its end. */
export interface Stop {
  /** All but clean-ups. */
  readonly cancel: AbortSignal;
  /** Clean-ups as well: nothing more is done at all. */
  readonly halt: AbortSignal;
}

/** Run every batch as soon as what it waits for has settled. A failure stops only what needs it. */
export async function execute(plan: Plan, effects: Effects, { cancel, halt }: Stop): Promise<Outcome[]> {
  const either = AbortSignal.any([cancel, halt]);
  const settled = new Map<StepId, Settling>();
  checkOrder(plan.steps);
  const batched = batches(plan).map((batch) => ({ batch, settling: batch.steps.map((step) => settling(step, settled)) }));
  await Promise.all(batched.map((each) => settleBatch(each.batch, each.settling)));
  return Promise.all(plan.steps.map(({ id }) => outcomeOf(id)));

  async function settleBatch(batch: Batch, steps: readonly Settling[]): Promise<void> {
    const before = new Map<StepId, Status>();
    for (const id of predecessors(batch.steps[0])) before.set(id, (await outcomeOf(id)).status);
    const status = (id: StepId): Status => before.get(id) ?? unknown(batch.steps[0], id);
    await effects.ready?.();
    const isDue = !halt.aborted && runs(batch.steps[0], status, { cancelled: cancel.aborted });
    const outcomes = isDue ? attempt(batch) : skipped(batch.steps);
    let index = 0;
    for await (const outcome of outcomes) {
      effects.settled(outcome);
      steps[index++]?.resolve(outcome);
    }
  }

  async function* attempt(batch: Batch): AsyncGenerator<Outcome> {
    const signal = batch.steps[0].cleansUp ? halt : either;
    yield* inTurn(batch.steps, { ends: effects.run(batch, signal)[Symbol.asyncIterator](), signal, startedAt: effects.now() });
  }

  async function* inTurn([step, ...rest]: readonly Step[], turn: Turn): AsyncGenerator<Outcome> {
    if (!step) return;
    effects.started(step);
    const outcome = await settle(step, turn);
    const last = outcome.status !== "succeeded" || rest.length === 0;
    // Before anybody hears of the end: what runs next in this place finds it free.
    if (last) await turn.ends.return?.();
    yield outcome;
    yield* last ? after(outcome, rest) : inTurn(rest, { ...turn, startedAt: outcome.endedAt });
  }

  async function settle(step: Step, { ends, signal, startedAt }: Turn): Promise<Outcome> {
    try {
      const { done, value } = await ends.next();
      if (done) throw new Error("It ended without a word");
      return { step, status: statusOf(value, signal), startedAt, endedAt: effects.now(), ...value };
    } catch (cause) {
      // A cancel does not undo what a lost connection leaves unknown.
      const isAskedFor = signal.aborted && !(cause instanceof ConnectionLost);
      const error = isAskedFor ? undefined : cause instanceof Error ? cause : new Error(String(cause));
      return { step, status: "interrupted", startedAt, endedAt: effects.now(), exitCode: undefined, output: "", error };
    }
  }

  function* skipped(steps: readonly Step[]): Generator<Outcome> {
    for (const step of steps) yield { step, status: "skipped", ...untold(effects.now()) };
  }

  /** A script has been sent as a whole: whether it went on once its connection was lost, nobody knows. */
  function* after({ error }: Outcome, rest: readonly Step[]): Generator<Outcome> {
    if (!(error instanceof ConnectionLost)) return yield* skipped(rest);
    for (const step of rest) yield { step, status: "interrupted", ...untold(effects.now()), error };
  }

  function outcomeOf(id: StepId): Promise<Outcome> {
    const found = settled.get(id);
    if (!found) throw new Error(`The plan has no step ${id}`);
    return found.outcome;
  }
}

const untold = (now: number) => ({ startedAt: now, endedAt: now, exitCode: undefined, output: "" });

/** A batch under way. */
interface Turn {
  readonly ends: AsyncIterator<StepEnd>;
  readonly signal: AbortSignal;
  /** When the next step starts: at the end of the one before. */
  readonly startedAt: number;
}

interface Settling {
  readonly outcome: Promise<Outcome>;
  readonly resolve: (outcome: Outcome) => void;
}

function settling(step: Step, settled: Map<StepId, Settling>): Settling {
  if (settled.has(step.id)) throw new Error(`Two steps of the plan are called ${step.id}`);
  let resolve: (outcome: Outcome) => void = () => {};
  const outcome = new Promise<Outcome>((done) => {
    resolve = done;
  });
  settled.set(step.id, { outcome, resolve });
  return { outcome, resolve };
}

/** What waits for something later would wait for ever. */
function checkOrder(steps: readonly Step[]): void {
  const earlier = new Set<StepId>();
  for (const step of steps) {
    for (const id of predecessors(step)) if (!earlier.has(id)) unknown(step, id);
    earlier.add(step.id);
  }
}

function statusOf({ exitCode }: StepEnd, signal: AbortSignal): Status {
  if (exitCode === 0) return "succeeded";
  return signal.aborted ? "interrupted" : "failed";
}

function unknown(step: Step, id: StepId): never {
  throw new Error(`Step ${step.id} waits for ${id}, which is not earlier in the plan`);
}
