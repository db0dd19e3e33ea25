import type { Outcome } from "../core/plan/plan.ts";
import type { FactsByHost } from "../core/plan/release.ts";
import type { Report } from "../core/report/report.ts";
import type { Github } from "./github.ts";
import type { Undertaking } from "./undertaking.ts";

/** What was done so far, and what is known of the servers. */
export interface Progress {
  readonly outcomes: readonly Outcome[];
  readonly facts: FactsByHost;
}

/** The same, and with what it goes on; undefined where it does not. */
export interface Headway extends Progress {
  readonly left: Undertaking | undefined;
}

/** What a run takes beside what it is about. */
export interface Surroundings {
  readonly github: Github;
  readonly reported: (progress: Progress) => Report;
}
