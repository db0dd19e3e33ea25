import type { Step } from "../core/plan/plan.ts";
import type { StepEnd } from "../core/plan/script.ts";
import { OutOfTime } from "../core/plan/time-limit.ts";

/** In seconds; undefined where a step may take as long as it takes. */
export type LimitOf = (step: Step) => number | undefined;

/** In milliseconds. What is longer, Node takes for no delay at all: nodejs.org/api/timers.html */
const longest = 2 ** 31 - 1;

/** Runs steps, until `signal` aborts. @param begins to be called when the first of them begins; each other does when the one before ends */
type Run = (signal: AbortSignal, begins: () => void) => AsyncIterable<StepEnd>;

/** Runs steps none of which may take longer than its limit. @throws OutOfTime, and what `run` throws */
export async function* withinLimits(
  steps: readonly Step[],
  limitOf: LimitOf,
  signal: AbortSignal,
  run: Run,
): AsyncGenerator<StepEnd> {
  const stop = new AbortController();
  const left = [...steps];
  let timer: NodeJS.Timeout | undefined;
  const next = (): void => {
    clearTimeout(timer);
    const step = left.shift();
    const limit = step && limitOf(step);
    if (step && limit !== undefined)
      timer = setTimeout(() => stop.abort(new OutOfTime(step, limit)), Math.min(limit * 1000, longest));
  };
  try {
    for await (const end of run(AbortSignal.any([signal, stop.signal]), next)) {
      next();
      yield end;
    }
  } catch (error) {
    if (!signal.aborted) stop.signal.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
