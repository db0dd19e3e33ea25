import type { Diagnosis } from "./diagnosis.ts";
import { healthMistake } from "./health-mistakes.ts";
import { healthTrouble } from "./health-troubles.ts";
import { logCauses } from "./log-causes.ts";
import { nameTaken } from "./name-clash.ts";
import { anyEnd, programCauses } from "./program-causes.ts";

/** What may have gone wrong, and what to do about it: sentences without their full stops. */
export interface Cause {
  readonly what: string;
  readonly remedy: string;
}

/** More would be guesses. */
const most = 2;

/** The likeliest first. */
export function likelyCauses(diagnosis: Diagnosis): Cause[] {
  const clash = nameTaken(diagnosis);
  if (clash) return [clash];
  return (isCrashed(diagnosis) ? causesOfEnd(diagnosis) : causesOfSickness(diagnosis)).slice(0, most);
}

/** What was found out is about somebody else's container. */
export const isAnothers = (diagnosis: Diagnosis): boolean => nameTaken(diagnosis) !== undefined;

function causesOfEnd(diagnosis: Diagnosis): Cause[] {
  const causes = [...programCauses(diagnosis), ...logCauses(diagnosis)];
  return causes.length > 0 ? causes : anyEnd(diagnosis);
}

function causesOfSickness(diagnosis: Diagnosis): Cause[] {
  const mistake = healthMistake(diagnosis);
  const trouble = mistake ? undefined : healthTrouble(diagnosis);
  return [mistake, ...logCauses(diagnosis), trouble].filter((cause) => cause !== undefined);
}

/** What the proxy saw of one that comes and goes says nothing about its port or path. */
const isCrashed = ({ container }: Diagnosis): boolean =>
  container === undefined || container.status !== "running" || container.restarts > 0 || container.oomKilled;

export const causeWords = ({ what, remedy }: Cause): string => `Likely cause: ${what}\nWhat to do: ${remedy}`;
/** What such words give as the cause; undefined where there are none. */
export const causeIn = (text: string): string | undefined => /^Likely cause: (.+)$/m.exec(text)?.[1];
