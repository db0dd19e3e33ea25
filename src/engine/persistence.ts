import type { Step } from "../core/plan/plan.ts";
import type { StepEnd } from "../core/plan/script.ts";
import { mostTries, pauseBeforeRetry } from "../core/plan/second-try.ts";
import { pauseAbout } from "./ssh/back-off.ts";

/** Runs steps up to the first that fails. */
type Run = (steps: Steps) => AsyncIterable<StepEnd>;
type Steps = readonly [Step, ...Step[]];

/** Told that a step failed, and will be tried again. */
type Tell = (step: Step, text: string) => void;

/** Runs steps up to the first that fails for good. What failed for the moment is tried again. @throws what `run` throws, the reason of the signal */
export async function* persistently(steps: Steps, run: Run, tell: Tell, signal: AbortSignal): AsyncGenerator<StepEnd> {
  let trial: Trial = { steps, tries: 1 };
  for (;;) {
    const failure = yield* attempt(trial, run);
    if (!failure) return;
    const [step] = failure.steps;
    const tries = failure.tries + 1;
    tell(step, `${step.title}: ${lastLine(failure.end)}. It is tried again (${tries} of ${mostTries})`);
    await pauseAbout(failure.pause * 1000, signal);
    trial = { steps: failure.steps, tries };
  }
}

interface Trial {
  readonly steps: Steps;
  /** Of the first of them, this one included. */
  readonly tries: number;
}

/** A trial of which the first step failed for the moment. */
interface Failure extends Trial {
  readonly end: StepEnd;
  /** In seconds. */
  readonly pause: number;
}

async function* attempt({ steps, tries }: Trial, run: Run): AsyncGenerator<StepEnd, Failure | undefined> {
  let [step, ...rest] = steps;
  let tried = tries;
  for await (const end of run(steps)) {
    const pause = pauseBeforeRetry(step, end, tried);
    if (pause !== undefined) return { steps: [step, ...rest], tries: tried, end, pause };
    yield counted(end, tried);
    const [next, ...others] = rest;
    if (!next) return undefined;
    [step, rest, tried] = [next, others, 1];
  }
  return undefined;
}

const counted = (end: StepEnd, tries: number): StepEnd =>
  tries === 1 || end.exitCode === 0 ? end : { ...end, output: `${end.output.trimEnd()}\nIt was tried ${tries} times` };

const lastLine = ({ output }: StepEnd): string => output.trim().split("\n").at(-1)?.trim().replace(/\.$/, "") ?? "";
