import { accessoryPlacements } from "../core/config/accessory.ts";
import type { Host } from "../core/config/names.ts";
import { appHosts } from "../core/config/placement.ts";
import { accessorySecrets, bootSecrets, neededSecrets } from "../core/config/secrets.ts";
import { unsupported, unsupportedAccessories } from "../core/config/unsupported.ts";
import { imageIdOf } from "../core/host/facts.ts";
import { automaticLock } from "../core/host/lock.ts";
import { seedsOf } from "../core/host/mirrors.ts";
import { imageTag } from "../core/host/names.ts";
import { planTidy } from "../core/plan/build/clone.ts";
import { planBuild } from "../core/plan/build/push.ts";
import { planDeliver } from "../core/plan/deliver.ts";
import { planAfterDeploy, planDeploy } from "../core/plan/deploy.ts";
import { planLogin } from "../core/plan/login.ts";
import { planLook, planOpening } from "../core/plan/look.ts";
import type { Plan } from "../core/plan/plan.ts";
import { obstacles, planPrepare } from "../core/plan/prepare.ts";
import { type FactsByHost, factsOf, type Release } from "../core/plan/release.ts";
import { refuseFor } from "../core/report/refusal.ts";
import { missingSecrets, type Project } from "./project.ts";
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
  const beside = [...(build ? [build.build, build.tidy] : []), opening(undertaking)];
  const after = verb.announces ? [planAfterDeploy(release, 0)] : [];
  return [...beside, preparation(undertaking, facts), delivery(undertaking, facts), deployment(undertaking, facts), ...after];
}

/** Undefined where nothing is built. `tidy` removes the clone that was built from, however that ended. */
export async function buildPlans(undertaking: Undertaking): Promise<{ readonly build: Plan; readonly tidy: Plan } | undefined> {
  const { verb, project, release, request, options } = undertaking;
  if (!verb.builds || options.skipPush) return undefined;
  const workspace = await workspaceOf(project, request, { cache: options.cache, output: "registry" });
  return { build: planBuild(release, workspace), tidy: planTidy(workspace) };
}

/** Where nothing is built, it has to be known which images are there; whatever else pulls logs in while it looks. */
export const opening = ({ verb, release }: Undertaking): Plan => (verb.builds ? planOpening(release) : planLook(release.config));

/** The network and the proxy, where the verb makes them; else only the right to pull. */
export const preparation = (undertaking: Undertaking, facts: FactsByHost): Plan => {
  const { verb, release } = undertaking;
  if (verb.prepares) return planPrepare(release, facts);
  return planLogin(release, verb.builds ? [] : pullHosts(undertaking, facts));
};

/** Ends with the lock held and the image on every host; nothing serves it yet. */
export function delivery(undertaking: Undertaking, facts: FactsByHost): Plan {
  const pullOn = pullHosts(undertaking, facts);
  const { release, options } = undertaking;
  return planDeliver(release, { pullOn, lockWait: options.lockWait, seeds: seedsOf(pullOn, facts) });
}

/** The part that changes what serves. */
export function deployment({ verb, release }: Undertaking, facts: FactsByHost): Plan {
  const { prunes: prune, bootsAccessories: accessories, announces: hooks } = verb;
  return planDeploy(release, facts, { prune, accessories, hooks });
}

/** Where nothing is built, only what is no longer there is fetched. */
function pullHosts({ verb, release: { config, version } }: Undertaking, facts: FactsByHost): Host[] {
  const hosts = appHosts(config);
  if (verb.builds) return hosts;
  return hosts.filter((host) => imageIdOf(factsOf(facts, host), imageTag(config, version)) === undefined);
}

/** @throws Refusal with everything that stands in the way, before anything is changed */
export function checkServers({ release, options }: Undertaking, facts: FactsByHost): void {
  const held = facts.get(release.config.primaryHost)?.lock;
  const waits = options.lockWait !== undefined && held?.includes(automaticLock);
  const locked = held !== undefined && !waits && !release.underLock ? [`The deploy lock is held:\n${held}`] : [];
  refuseFor([...obstacles(release, facts), ...locked]);
}

/** @throws Refusal that names every secret without a value and everything that cannot be done yet, before anything is built */
export function checkProject(project: Project, verb: Verb): void {
  const { config, errorPages } = project;
  const accessories = verb.bootsAccessories ? accessoryPlacements(config).map(({ accessory }) => accessory) : [];
  const uses = [...(verb.builds ? neededSecrets(config) : bootSecrets(config)), ...accessorySecrets(config, accessories)];
  const pages = config.errorPagesPath !== undefined && errorPages.length === 0;
  const noPages = `error_pages_path: there is no page such as 502.html or 404.html in ${config.errorPagesPath}`;
  refuseFor([
    ...missingSecrets(project, uses),
    ...(pages ? [noPages] : []),
    ...unsupported(config),
    ...(accessories.length > 0 ? unsupportedAccessories(config) : []),
  ]);
}
