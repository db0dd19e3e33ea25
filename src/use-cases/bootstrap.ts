import { hostsInScope } from "../core/config/placement.ts";
import { planBootstrap } from "../core/plan/bootstrap.ts";
import type { Release } from "../core/plan/release.ts";
import { failures, located } from "../core/report/failures.ts";
import { Refusal } from "../core/report/refusal.ts";
import { hasFailed } from "../core/report/report.ts";
import type { Call } from "./call.ts";
import { connected } from "./connected.ts";
import { lookWith } from "./facts.ts";
import type { Project } from "./project.ts";

/**
 * Install Docker where it is missing. Its connections are its own: users other than root have to log in anew to use Docker.
 * @throws Refusal when it cannot be installed somewhere
 */
export async function bootstrap(release: Release, project: Project, call: Call): Promise<void> {
  await connected(project, call, { verb: "setup" }, async (engine) => {
    const facts = await lookWith(engine, project, hostsInScope(project.config));
    const outcomes = await engine.run(planBootstrap(release, facts));
    if (hasFailed(outcomes)) throw new Refusal(failures(outcomes).map(located));
  });
}
