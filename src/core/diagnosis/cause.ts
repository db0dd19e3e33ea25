import type { Diagnosis } from "./diagnosis.ts";
import { healthMistakes, healthTroubles } from "./health-causes.ts";
import { logCauses } from "./log-causes.ts";
import { anyEnd, programCauses } from "./program-causes.ts";

/** What may have gone wrong, and what to do about it: sentences without their full stops. */
export interface Cause {
  readonly what: string;
  readonly remedy: string;
}

/** More would be guesses. */
const most = 2;

/** The likeliest first. */
export const likelyCauses = (diagnosis: Diagnosis): Cause[] =>
  (isCrashed(diagnosis) ? causesOfEnd(diagnosis) : causesOfSickness(diagnosis)).slice(0, most);

function causesOfEnd(diagnosis: Diagnosis): Cause[] {
  const causes = [...programCauses(diagnosis), ...logCauses(diagnosis)];
  return causes.length > 0 ? causes : anyEnd(diagnosis);
}

function causesOfSickness(diagnosis: Diagnosis): Cause[] {
  const mistakes = healthMistakes(diagnosis);
  return [...mistakes, ...logCauses(diagnosis), ...(mistakes.length > 0 ? [] : healthTroubles(diagnosis))];
}

/** What the proxy saw of one that comes and goes says nothing about its port or path. */
const isCrashed = ({ container }: Diagnosis): boolean =>
  container === undefined || container.status !== "running" || container.restarts > 0 || container.oomKilled;

export const causeWords = ({ what, remedy }: Cause): string => `Likely cause: ${what}\nWhat to do: ${remedy}`;
