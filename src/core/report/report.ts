import type { Config } from "../config/config.ts";
import type { Version } from "../config/names.ts";
import type { Outcome } from "../plan/plan.ts";
import type { FactsByHost } from "../plan/release.ts";

/** What came of a run that reached servers. Failures are in it, not thrown: the front end decides how to show them. */
export interface Report {
  readonly verb: string;
  readonly config: Config;
  readonly version: Version;
  /** What served before, where anything did. */
  readonly previous: Version | undefined;
  readonly outcomes: readonly Outcome[];
  readonly facts: FactsByHost;
  /** How many shells were opened on each server. */
  readonly execs: ReadonlyMap<string, number>;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number;
}

/** What was to be done was not all done, or not cleaned up after. */
export const hasFailed = (outcomes: readonly Outcome[]): boolean =>
  outcomes.some(
    ({ step, status }) => status === "failed" || status === "interrupted" || (status === "skipped" && !step.cleansUp),
  );
