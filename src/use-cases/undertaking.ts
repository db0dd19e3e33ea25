import { accessoryPlacements } from "../core/config/accessory.ts";
import { type ImageReference, isAtRegistry } from "../core/config/image-reference.ts";
import type { Host } from "../core/config/names.ts";
import { appHosts } from "../core/config/placement.ts";
import { unfitPasswords } from "../core/config/preview/password.ts";
import { accessorySecrets, bootSecrets, neededSecrets, runSecrets } from "../core/config/secrets.ts";
import { unsupported, unsupportedAccessories } from "../core/config/unsupported.ts";
import { imageIdOf } from "../core/host/facts.ts";
import { seedsOf } from "../core/host/mirrors.ts";
import { imageTag } from "../core/host/names.ts";
import { originOf } from "../core/host/origin.ts";
import { planTidy } from "../core/plan/build/clone.ts";
import { planBuild } from "../core/plan/build/push.ts";
import type { Workspace } from "../core/plan/build/workspace.ts";
import { planClose } from "../core/plan/close.ts";
import { planDeliver } from "../core/plan/deliver.ts";
import { planAfterDeploy, planDeploy } from "../core/plan/deploy.ts";
import { betweenMeetings, isShared } from "../core/plan/fleet.ts";
import { planLogin, planLogout } from "../core/plan/login.ts";
import { planLook, planOpening } from "../core/plan/look.ts";
import { remaining } from "../core/plan/loss.ts";
import type { Outcome, Plan } from "../core/plan/plan.ts";
import { obstacles, planPrepare } from "../core/plan/prepare.ts";
import { type FactsByHost, factsOf, type Release } from "../core/plan/release.ts";
import { refuseFor } from "../core/report/refusal.ts";
import type { Github } from "./github.ts";
import { lockObstacles } from "./lock-queue.ts";
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
  /** What servers said of themselves before it began, where they were asked: the pre-connect hook has run then. */
  readonly facts: FactsByHost | undefined;
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
  const plans = [...beside, preparation(undertaking, facts), delivery(undertaking, facts), deployment(undertaking, facts)];
  const whole = isShared(release) ? betweenMeetings(release, plans) : [...plans, planClose(release, recordToCome)];
  return [...whole, ...after, forgetting(undertaking)].filter(({ steps }) => steps.length > 0);
}

/** Stands in plans for what is not known before a run is over. */
const recordToCome = '{"at":"..."}';

/** Whether an image is made, and not only fetched. */
export const buildsHere = ({ builds }: Verb, { skipPush, image }: ReleaseOptions): boolean =>
  builds && !skipPush && image === undefined;

export interface BuildPlans {
  readonly workspace: Workspace;
  readonly build: Plan;
  /** Removes the clone that was built from, however that ended. */
  readonly tidy: Plan;
}

/** Undefined where nothing is built. */
export async function buildPlans(undertaking: Undertaking): Promise<BuildPlans | undefined> {
  const { verb, project, release, request, options } = undertaking;
  if (!buildsHere(verb, options)) return undefined;
  const workspace = await workspaceOf(project, request, { cache: options.cache, output: "registry" });
  return { workspace, build: planBuild(release, workspace), tidy: planTidy(workspace) };
}

/** Where nothing is built, it has to be known which images are there; whatever else pulls logs in while it looks. */
export const opening = ({ verb, release }: Undertaking): Plan => (verb.builds ? planOpening(release) : planLook(release.config));

/** The network and the proxy, where the verb makes them; else only the right to pull. */
export const preparation = (undertaking: Undertaking, facts: FactsByHost): Plan => {
  const { verb } = undertaking;
  const release = knownRelease(undertaking, facts);
  if (verb.prepares) return planPrepare(release, facts);
  return planLogin(release, verb.builds ? [] : pullHosts(undertaking, facts));
};

/** Ends with the lock held and the image on every host; nothing serves it yet. @param abandoned the details of a lock to take over */
export function delivery(undertaking: Undertaking, facts: FactsByHost, abandoned?: string): Plan {
  const pullOn = pullHosts(undertaking, facts);
  return planDeliver(knownRelease(undertaking, facts), { pullOn, abandoned, seeds: seedsOf(pullOn, facts) });
}

/** The registry's password, where deploy.yml wants that. */
export const forgetting = ({ release, verb, options }: Undertaking): Plan =>
  planLogout(release, { builds: buildsHere(verb, options) });

/** The part that changes what serves. */
export function deployment(undertaking: Undertaking, facts: FactsByHost): Plan {
  const { prunes: prune, bootsAccessories: accessories, announces: hooks, builds: isNew } = undertaking.verb;
  const { checkUrl } = undertaking.options;
  return planDeploy(knownRelease(undertaking, facts), facts, { prune, accessories, hooks, checkUrl, isNew });
}

/** An earlier version's image comes from where it came from then, if servers still know. */
export function knownRelease({ verb, release }: Undertaking, facts: FactsByHost): Release {
  return verb.builds ? release : { ...release, image: originOf(release.config, release.version, facts) };
}

/** Where nothing is built, only what is no longer there is fetched. */
function pullHosts({ verb, release: { config, version } }: Undertaking, facts: FactsByHost): Host[] {
  const hosts = appHosts(config);
  if (verb.builds) return hosts;
  return hosts.filter((host) => imageIdOf(factsOf(facts, host), imageTag(config, version)) === undefined);
}

/** @throws Refusal with everything that stands in the way, before anything is changed */
export async function checkServers({ release, options }: Undertaking, facts: FactsByHost, github: Github): Promise<void> {
  const locked = await lockObstacles({ release, github, wait: options.lockWait }, facts);
  refuseFor([...obstacles(release, facts), ...locked]);
}

/** The same for the hosts that are left; undefined where what failed ends it. See remaining. */
export function going(undertaking: Undertaking, outcomes: readonly Outcome[]): Undertaking | undefined {
  const { release, verb } = undertaking;
  const config = remaining(release.config, outcomes, { isNew: verb.builds });
  return config && { ...undertaking, release: { ...release, config } };
}

/**
 * Looks whether the project has all that the run takes.
 * @param image what is deployed instead of a build
 * @throws Refusal that names every secret without a value and everything that cannot be done yet, before anything is built
 */
export function checkProject(project: Project, verb: Verb, options: ReleaseOptions, image?: ImageReference): void {
  const { config, errorPages } = project;
  const accessories = verb.bootsAccessories ? accessoryPlacements(config).map(({ accessory }) => accessory) : [];
  const builds = buildsHere(verb, options);
  const isElsewhere = image !== undefined && !isAtRegistry(config, image);
  const secretsOf = builds ? neededSecrets : isElsewhere ? runSecrets : bootSecrets;
  const uses = [...secretsOf(config), ...accessorySecrets(config, accessories)];
  const pages = config.errorPagesPath !== undefined && errorPages.length === 0;
  const noPages = `error_pages_path: there is no page such as 502.html or 404.html in ${config.errorPagesPath}`;
  refuseFor([
    ...missingSecrets(project, uses),
    ...unfitPasswords(config, project.secrets),
    ...(pages ? [noPages] : []),
    ...(builds ? unsupported(config) : []),
    ...(accessories.length > 0 ? unsupportedAccessories(config) : []),
  ]);
}
