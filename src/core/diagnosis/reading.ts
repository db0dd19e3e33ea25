import type { Cause } from "./cause.ts";
import type { Diagnosis } from "./diagnosis.ts";

/** What a diagnosis tells of the cause. */
export type Reading = (diagnosis: Diagnosis) => Cause | undefined;

/** What a line of a container's log tells of it. */
export type LineReading = (line: string, diagnosis: Diagnosis) => Cause | undefined;

/** What comes of the first of these of which anything does. */
export function firstOf<Each, Found>(all: readonly Each[], find: (each: Each) => Found | undefined): Found | undefined {
  for (const each of all) {
    const found = find(each);
    if (found !== undefined) return found;
  }
  return undefined;
}
