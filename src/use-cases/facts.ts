import { appHosts } from "../core/config/placement.ts";
import { factsFrom, planLook } from "../core/plan/look.ts";
import { remaining, weighed } from "../core/plan/loss.ts";
import type { FactsByHost } from "../core/plan/release.ts";
import { failures, located } from "../core/report/failures.ts";
import { Refusal } from "../core/report/refusal.ts";
import { hasFailed } from "../core/report/report.ts";
import type { Engine } from "./engine.ts";
import type { Project } from "./project.ts";

/** What each server says of itself. @throws Refusal when one cannot be asked */
export async function lookWith(engine: Engine, { config }: Project, hosts = appHosts(config)): Promise<FactsByHost> {
  const outcomes = await engine.run(planLook(config, hosts));
  if (hasFailed(outcomes)) throw new Refusal(failures(outcomes).map(located));
  return factsFrom(outcomes);
}

/** The same, without the servers that may fail and have. @throws Refusal when one that may not cannot be asked */
export async function lookPast(engine: Engine, { config }: Project): Promise<FactsByHost> {
  const answers = await engine.run(planLook(config));
  const outcomes = weighed(config, answers, factsFrom(answers));
  if (!remaining(config, outcomes, { isNew: false })) throw new Refusal(failures(outcomes).map(located));
  return factsFrom(outcomes);
}
