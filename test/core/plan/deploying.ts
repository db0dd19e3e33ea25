import { planDeploy } from "../../../src/core/plan/deploy.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import type { Release } from "../../../src/core/plan/release.ts";
import { aContainer, aFacts, aProxyContainer, aRelease, factsOfAll } from "../../support.ts";

/** The plan on servers of which those named run version 123 of web. */
export function deploying(over: Partial<Release> = {}, running: readonly string[] = [], options = { prune: true }): Plan {
  const release = aRelease(over);
  const hosts = new Set(release.config.roles.flatMap((role) => role.hosts.map(({ host }) => host)));
  const containers = [aContainer(), aProxyContainer()];
  const facts = [...hosts].map((host) => aFacts(host, running.includes(host) ? { containers } : {}));
  return planDeploy(release, factsOfAll(...facts), options);
}

export const idsOf = ({ steps }: Plan): string[] => steps.map(({ id }) => id);

/** What a step waits for. */
export const needsOf = (plan: Plan, id: string): readonly string[] =>
  plan.steps.find((step) => step.id === id)?.needs ?? ["no such step"];
