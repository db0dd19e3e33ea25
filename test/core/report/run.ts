import { type Outcome, type Stage, type Status, type Step, stepId } from "../../../src/core/plan/plan.ts";
import type { Report } from "../../../src/core/report/report.ts";
import { sh } from "../../../src/core/shell/sh.ts";
import { aConfig, aContainer, aFacts, aHost, aRole, aVersion, aWorker, factsOfAll } from "../../support.ts";

const startedAt = Date.UTC(2026, 0, 2, 3, 4, 5);

interface Ending {
  readonly status?: Status;
  /** Seconds since the run began. */
  readonly from?: number;
  readonly to?: number;
  readonly output?: string;
}

/** How a step of this name ended; its last word is the host. */
export function ended(
  id: string,
  stage: Stage,
  title: string,
  { status = "succeeded", from = 0, to = 1, output = "" }: Ending = {},
): Outcome {
  const host = aHost(id.split(" ").at(-1) ?? "");
  const step: Step = { id: stepId(id), title, stage, host, run: sh`true`, needs: [] };
  const times = { startedAt: startedAt + from * 1000, endedAt: startedAt + to * 1000 };
  return { step, status, ...times, exitCode: status === "succeeded" ? 0 : 1, output };
}

/** Version 999 of "app" on its way to web on 1.1.1.1 and 1.1.1.2 and workers on 1.1.1.2, which run 123. */
export function aReport(over: Partial<Report> = {}): Report {
  const roles = [aRole({ hosts: ["1.1.1.1", "1.1.1.2"] }), aWorker({ hosts: ["1.1.1.2"] })];
  return {
    ...{ verb: "deploy", config: aConfig({ roles }), version: aVersion("999"), previous: aVersion("123"), digest: undefined },
    facts: factsOfAll(
      aFacts("1.1.1.1", { containers: [aContainer()] }),
      aFacts("1.1.1.2", { containers: [aContainer(), aContainer({ role: "workers" })] }),
    ),
    ...{ execs: new Map(), startedAt, endedAt: startedAt + 12_500 },
    outcomes: deployed,
    ...over,
  };
}

export const deployed: readonly Outcome[] = [
  ended("pull 1.1.1.1", "pull", "Pull acme/app:999", { to: 3 }),
  ended("pull 1.1.1.2", "pull", "Pull acme/app:999", { to: 5.5 }),
  ended("run web 1.1.1.1", "boot", "Boot web", { from: 5.5, to: 6 }),
  ended("flip web 1.1.1.1", "boot", "Send web traffic to 999", { from: 6, to: 8.25 }),
  ended("run web 1.1.1.2", "boot", "Boot web", { from: 5.5, to: 6 }),
  ended("flip web 1.1.1.2", "boot", "Send web traffic to 999", { from: 6, to: 8 }),
  ended("run workers 1.1.1.2", "boot", "Boot workers", { from: 7, to: 9 }),
  ended("ready workers 1.1.1.2", "boot", "Wait for workers to be ready", { from: 9, to: 12 }),
  ended("retire workers 1.1.1.2", "retire", "Stop the old workers", { from: 12, to: 12.5 }),
];
