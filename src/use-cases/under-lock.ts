import { takenOver } from "../core/commands/lock.ts";
import { holderFrom, isEarlierStep, type LockHolder } from "../core/host/lock-holder.ts";
import { findsLockHeld, takesLock } from "../core/plan/locked.ts";
import type { Outcome, Plan } from "../core/plan/plan.ts";
import { takenOverFrom } from "../core/report/held-lock.ts";
import { LockQueue, type LockTaking } from "./lock-queue.ts";

/**
 * Run a plan that begins with taking the lock. Where that is somebody else's, nothing of the plan is done; it is run again once the
 * lock was given back, or to take the lock over from a run that is over.
 * @param planned the plan, given the details of the lock that it is to take over
 * @returns what came of the last try, and how long was waited
 */
export async function underLock(taking: LockTaking, planned: (abandoned: string | undefined) => Plan): Promise<Outcome[]> {
  const queue = new LockQueue(taking);
  let abandoned: LockHolder | undefined;
  for (;;) {
    const outcomes = await taking.engine.run(planned(abandoned?.details));
    const refused = outcomes.find(findsLockHeld);
    if (!refused) {
      if (abandoned && outcomes.some(isTakenOver)) taking.engine.watcher.note(takeOverNote(abandoned, taking.release));
      return [...queue.waits, ...outcomes];
    }
    const turn = await queue.turn(holderFrom(refused.output), abandoned?.details);
    const others = outcomes.filter((outcome) => outcome !== refused);
    if (turn.kind === "stopped") return [...queue.waits, ...others];
    if (turn.kind === "give up") return [...queue.waits, { ...refused, output: turn.reason }, ...others];
    abandoned = turn.abandoned;
  }
}

const isTakenOver = ({ step, output }: Outcome): boolean => takesLock(step) && output.includes(takenOver);

function takeOverNote(holder: LockHolder, { lock }: LockTaking["release"]): string {
  return isEarlierStep(holder, lock.run)
    ? "The deploy lock of an earlier step of this job, which is over, was taken over"
    : takenOverFrom(holder);
}
