import { isRemote, type RemoteStep } from "../core/plan/plan.ts";
import { FailedCommand, refuseFailures, SilentExit } from "../core/report/exit.ts";
import { Refusal } from "../core/report/refusal.ts";
import type { Ends } from "../engine/session.ts";
import type { Call } from "./call.ts";
import type { Engine } from "./engine.ts";
import type { Errand } from "./errand.ts";
import { withErrand } from "./run-errand.ts";

/**
 * Do an errand whose answers have their input and outputs passed on as they are, one host after the other.
 * @throws SilentExit, FailedCommand when a command failed; whatever runErrand throws
 */
export const runSessions = (errand: Errand, ends: Ends, call: Call): Promise<void> =>
  withErrand(errand, call, async (release, engine) => {
    const { title, steps } = errand.plan(release, new Map());
    const opening = await engine.run({ title, steps: steps.filter(({ stage }) => stage !== "answer") });
    call.cancel.throwIfAborted();
    refuseFailures({ outcomes: opening });
    const sessions = steps.filter(isRemote).filter(({ stage }) => stage === "answer");
    const ended: Ended[] = [];
    for (const step of sessions) ended.push({ step, exitCode: await sessionOf(step, ends, engine, call) });
    refuseExitCodes(ended);
  });

interface Ended {
  readonly step: RemoteStep;
  readonly exitCode: number;
}

/** @throws Refusal when nobody knows how it ended */
async function sessionOf(step: RemoteStep, ends: Ends, engine: Engine, { cancel }: Call): Promise<number> {
  try {
    return await engine.session(step, ends);
  } catch (error) {
    cancel.throwIfAborted();
    throw error instanceof Error ? new Refusal([error.message]) : error;
  }
}

/** What a single command had to say of its failure, it has said. */
function refuseExitCodes(ended: readonly Ended[]): void {
  const failed = ended.filter(({ exitCode }) => exitCode !== 0);
  const [first, ...others] = failed;
  if (!first) return;
  if (ended.length === 1) throw new SilentExit(first.exitCode);
  const reasons = failed.map(({ step, exitCode }) => `${step.host}: ${step.title}: It ended with exit code ${exitCode}`);
  throw new FailedCommand(reasons, others.length === 0 ? first.exitCode : 1);
}
