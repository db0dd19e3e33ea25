import type { Host } from "../../config/names.ts";
import { hookSteps } from "../hook.ts";
import type { Step, StepId } from "../plan.ts";
import type { Release } from "../release.ts";
import { idsOf } from "../step.ts";

/** What is done to the proxies of some hosts, once these steps have succeeded. */
export type Treatment = (hosts: readonly Host[], needs: readonly StepId[]) => readonly Step[];

/** Treat groups of hosts in turn, each between the project's hooks around a reboot. */
export function betweenHooks(release: Release, groups: readonly (readonly Host[])[], treat: Treatment): Step[] {
  const steps: Step[] = [];
  let gate: readonly StepId[] = [];
  for (const [index, hosts] of groups.entries()) {
    const which = String(index);
    const before = hookSteps(release, "pre-proxy-reboot", { hosts, locked: true }, { needs: gate, which });
    const treated = treat(hosts, before.length > 0 ? idsOf(before) : gate);
    const done = idsOf(treated.filter(({ cleansUp }) => !cleansUp));
    const after = hookSteps(release, "post-proxy-reboot", { hosts, locked: true }, { needs: done, which });
    steps.push(...before, ...treated, ...after);
    gate = after.length > 0 ? idsOf(after) : done;
  }
  return steps;
}
