import { describe, expect, it } from "vitest";
import { planAppExec } from "../../../src/core/plan/app/exec.ts";
import { planAppLogs } from "../../../src/core/plan/app/logs.ts";
import { stages } from "../../../src/core/plan/plan.ts";
import { onRunner } from "../../../src/core/plan/step.ts";
import { timeLimit } from "../../../src/core/plan/time-limit.ts";
import { aConfig, aRelease, aRole, stepOf } from "../../support.ts";

const limitOf = (stage: (typeof stages)[number], over: Parameters<typeof aConfig>[0] = {}): number =>
  timeLimit(onRunner("deed", stage, "Do it", { argv: ["true"] }), aConfig(over)) ?? Number.POSITIVE_INFINITY;

describe("how long a step may take", () => {
  it.each(stages)("has an end in the stage %s", (stage) => {
    expect(limitOf(stage)).toBeLessThanOrEqual(3 * 3600);
  });

  it("is longer than all that deploy.yml lets a boot take", () => {
    const patient = { deployTimeout: 1000, drainTimeout: 2000, readinessDelay: 100 };
    expect(limitOf("boot", patient)).toBeGreaterThan(3100);
    expect(limitOf("undo", patient)).toBeGreaterThan(3100);
    expect(limitOf("boot", { boot: { limit: undefined, wait: 9000, parallelRoles: false } })).toBeGreaterThan(9000);
  });

  it("is longer than what any role may take to stop", () => {
    expect(limitOf("retire", { roles: [aRole(), aRole({ name: "jobs", stopTimeout: 9000 })] })).toBeGreaterThan(9000);
    expect(limitOf("undo", { stopTimeout: 9000 })).toBeGreaterThan(9000);
  });

  it("is that of a URL's own patience, and the time for which it is watched", () => {
    const watch = { seconds: 7200, maxErrors: 0 };
    const run = { url: "https://app.example.com/", within: 30, watch };
    expect(timeLimit(onRunner("verify", "check", "Check it", run), aConfig())).toBeGreaterThan(7230);
  });

  it("is the person's own business where a person runs something, or follows a log", () => {
    const exec = { command: "bin/report", env: {}, version: undefined, reuse: true, detach: false };
    const release = aRelease();
    const id = "web 1.1.1.1";
    expect(timeLimit(stepOf(planAppExec(exec)(release), `exec ${id}`), aConfig())).toBe(undefined);
    const query = {
      follow: true,
      lines: undefined,
      since: undefined,
      grep: undefined,
      grepOptions: undefined,
      timestamps: false,
    };
    expect(timeLimit(stepOf(planAppLogs(query, undefined)(release), `logs ${id}`), aConfig())).toBe(undefined);
  });
});
