import type { Cause } from "./cause.ts";
import type { Diagnosis } from "./diagnosis.ts";

/** What a line of a container's log tells of the cause. */
export type LineReading = (line: string, diagnosis: Diagnosis) => Cause | undefined;
