import { takenOver } from "../commands/lock.ts";
import { takesLock } from "../plan/locked.ts";
import type { Outcome } from "../plan/plan.ts";

/** Whose lock a run took over, as that one was cut off; undefined where it did not. */
export function tookOver(outcomes: readonly Outcome[]): string | undefined {
  const said = outcomes.filter(({ step }) => takesLock(step)).flatMap(({ output }) => output.split("\n"));
  return said.find((line) => line.startsWith(`${takenOver}: `))?.slice(takenOver.length + 2);
}
