import { placements } from "../config/placement.ts";
import { currentContainer, versionOf } from "../host/facts.ts";
import type { Outcome } from "../plan/plan.ts";
import type { Report } from "./report.ts";

/** What became of one role on one host. A version is undefined where nothing runs. */
export interface Fate {
  readonly host: string;
  readonly role: string;
  readonly before: string | undefined;
  readonly now: string | undefined;
  /** The way back failed, so either version may be there. */
  readonly uncertain: boolean;
}

/** What went where, role by role and host by host. */
export const fates = (report: Report): Fate[] =>
  placements(report.config).map(({ role, host }) => {
    const known = report.facts.get(host);
    const current = known && currentContainer(known, report.config, role);
    const before = current && versionOf(current, report.config, role);
    const on = (name: string): Outcome["status"] | undefined =>
      report.outcomes.find(({ step }) => step.id === `${name} ${role.name} ${host}`)?.status;
    const arrived = (on("flip") ?? on("ready")) === "succeeded";
    const wayBack = [on("return"), on("stop")].filter((status) => status !== undefined && status !== "skipped");
    const now = arrived && wayBack.length === 0 ? report.version : before;
    return { host, role: role.name, before, now, uncertain: wayBack.some((status) => status !== "succeeded") };
  });
