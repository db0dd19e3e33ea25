import { hostsInScope } from "../../config/placement.ts";
import { Refusal } from "../../report/refusal.ts";
import { loggingIn } from "../login.ts";
import { type Plan, partsOf, type Step } from "../plan.ts";
import { obstacles, planPrepare } from "../prepare.ts";
import type { FactsByHost, Release } from "../release.ts";
import { idsOf } from "../step.ts";

/** Boot the proxy where it does not run, and make the network that it shares with the apps. @throws Refusal where it cannot */
export function planProxyBoot(release: Release, facts: FactsByHost): Plan {
  const refused = obstacles(release, facts);
  if (refused.length > 0) throw new Refusal(refused);
  const steps = hostsInScope(release.config).flatMap((host): Step[] => {
    const { steps } = planPrepare(release, facts, [host]);
    const logins = steps.some(({ id }) => partsOf(id).deed === "proxy") ? loggingIn(release, host, []) : [];
    const boots = steps.map((step) => ({ ...step, stage: "act" as const, needs: [...idsOf(logins), ...step.needs] }));
    return [...logins, ...boots];
  });
  return { title: "Boot the proxy", steps };
}
