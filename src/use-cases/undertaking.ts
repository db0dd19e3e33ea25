import type { Host } from "../core/config/names.ts";
import { appHosts } from "../core/config/placement.ts";
import { missingSecrets } from "../core/config/secrets.ts";
import { unsupported } from "../core/config/unsupported.ts";
import { imageIdOf } from "../core/host/facts.ts";
import { imageTag } from "../core/host/names.ts";
import { planBuild, planTidy } from "../core/plan/build.ts";
import { planDeliver } from "../core/plan/deliver.ts";
import { planAfterDeploy, planDeploy } from "../core/plan/deploy.ts";
import { planLogin } from "../core/plan/login.ts";
import { planLook, planOpening } from "../core/plan/look.ts";
import type { Plan } from "../core/plan/plan.ts";
import { obstacles, planPrepare } from "../core/plan/prepare.ts";
import { type FactsByHost, factsOf, type Release } from "../core/plan/release.ts";
import { Refusal } from "../core/report/refusal.ts";
import type { Project } from "./project.ts";
import type { ReleaseOptions, Request } from "./request.ts";
import type { Verb } from "./verbs.ts";
import { workspaceOf } from "./workspace.ts";

/** A release on its way: what is known, and what was asked for. */
export interface Undertaking {
  readonly verb: Verb;
  readonly project: Project;
  readonly release: Release;
  readonly request: Request;
  readonly options: ReleaseOptions;
}

/**
 * Every plan of a run, as far as they can be made before it: for people to read and programs to compare.
 * @throws Refusal when a server cannot be deployed to
 */
export async function planRelease(undertaking: Undertaking, facts: FactsByHost): Promise<Plan[]> {
  const { release, verb } = undertaking;
  refuseFor(obstacles(release, facts));
  const build = await buildPlans(undertaking);
  const deploy = planDeploy(release, facts, { prune: verb.prunes });
  const beside = [...(build ? [build.build, build.tidy] : []), opening(undertaking)];
  return [...beside, preparation(undertaking, facts), delivery(undertaking, facts), deploy, planAfterDeploy(release, 0)];
}

export async function buildPlans(undertaking: Undertaking): Promise<{ readonly build: Plan; readonly tidy: Plan } | undefined> {
  const { verb, project, release, request, options } = undertaking;
  if (!verb.builds || options.skipPush) return undefined;
  const workspace = await workspaceOf(project, request, options);
  return { build: planBuild(release, workspace), tidy: planTidy(workspace) };
}

/** A rollback has to know which images are there; whatever else pulls logs in while it looks. */
export const opening = ({ verb, release }: Undertaking): Plan => (verb.builds ? planOpening(release) : planLook(release.config));

export const preparation = (undertaking: Undertaking, facts: FactsByHost): Plan => {
  const { verb, release } = undertaking;
  if (verb.prepares) return planPrepare(release, facts);
  return planLogin(release, verb.builds ? [] : pullHosts(undertaking, facts));
};

export const delivery = (undertaking: Undertaking, facts: FactsByHost): Plan =>
  planDeliver(undertaking.release, { pullOn: pullHosts(undertaking, facts), lockWait: undertaking.options.lockWait });

/** A rollback fetches only what is no longer there. */
function pullHosts({ verb, release: { config, version } }: Undertaking, facts: FactsByHost): Host[] {
  const hosts = appHosts(config);
  if (verb.name !== "rollback") return hosts;
  return hosts.filter((host) => imageIdOf(factsOf(facts, host), imageTag(config, version)) === undefined);
}

/** @throws Refusal with everything that stands in the way, before anything is changed */
export function checkServers({ release, options }: Undertaking, facts: FactsByHost): void {
  const held = facts.get(release.config.primaryHost)?.lock;
  const locked = held !== undefined && !options.lockWait ? [`The deploy lock is held:\n${held}`] : [];
  refuseFor([...obstacles(release, facts), ...locked]);
}

/** @throws Refusal that names every secret without a value and everything that cannot be done yet, before anything is built */
export function checkProject({ config, secrets, secretFiles, secretFailures }: Project): void {
  const missing = missingSecrets(config, secrets, secretFiles, secretFailures);
  refuseFor([...(missing === undefined ? [] : [missing]), ...unsupported(config)]);
}

function refuseFor(reasons: readonly string[]): void {
  if (reasons.length > 0) throw new Refusal(reasons);
}
