import type { Host } from "../core/config/names.ts";
import { appHosts } from "../core/config/placement.ts";
import { missingSecrets } from "../core/config/secrets.ts";
import { unsupported } from "../core/config/unsupported.ts";
import { imageIdOf } from "../core/host/facts.ts";
import { lockDetails } from "../core/host/lock.ts";
import { refreshed } from "../core/host/look.ts";
import { imageTag } from "../core/host/names.ts";
import { planBuild } from "../core/plan/build.ts";
import { planDeliver } from "../core/plan/deliver.ts";
import { planAfterDeploy, planDeploy } from "../core/plan/deploy.ts";
import { factsFrom, planLook } from "../core/plan/look.ts";
import type { Outcome, Plan } from "../core/plan/plan.ts";
import { obstacles, planLogin, planPrepare } from "../core/plan/prepare.ts";
import { type FactsByHost, factsOf, type Release } from "../core/plan/release.ts";
import { Refusal } from "../core/report/refusal.ts";
import { hasFailed } from "../core/report/report.ts";
import type { Engine } from "./engine.ts";
import type { Project } from "./project.ts";
import type { ReleaseOptions, Request } from "./request.ts";
import { workspaceOf } from "./workspace.ts";

/** In what the verbs that make a version live differ. */
export interface Verb {
  readonly name: "deploy" | "redeploy" | "rollback" | "setup";
  readonly builds: boolean;
  /** Installs Docker where it is missing. */
  readonly bootstraps: boolean;
  /** Makes the network and boots the proxy where there is none. */
  readonly prepares: boolean;
  readonly prunes: boolean;
}

export const verbs = {
  deploy: { name: "deploy", bootstraps: false, builds: true, prepares: true, prunes: true },
  redeploy: { name: "redeploy", bootstraps: false, builds: true, prepares: false, prunes: false },
  rollback: { name: "rollback", bootstraps: false, builds: false, prepares: false, prunes: false },
  setup: { name: "setup", bootstraps: true, builds: true, prepares: true, prunes: true },
} as const satisfies Record<string, Verb>;

/** A release on its way: what is known, and what was asked for. */
export interface Undertaking {
  readonly verb: Verb;
  readonly project: Project;
  readonly release: Release;
  readonly request: Request;
  readonly options: ReleaseOptions;
}

/** Every plan of a run, as far as they can be made before it: for people to read and programs to compare. */
export async function planRelease(undertaking: Undertaking, facts: FactsByHost): Promise<Plan[]> {
  const { release, verb } = undertaking;
  check(undertaking, facts);
  const build = await buildPlan(undertaking);
  const deploy = planDeploy(release, facts, { prune: verb.prunes });
  return [
    ...(build ? [build] : []),
    preparation(undertaking, facts),
    delivery(undertaking, facts),
    deploy,
    planAfterDeploy(release, 0),
  ];
}

/** Build beside looking and preparing; then, with the lock held, fetch the image, boot it and retire the old. */
export async function carryOut(
  undertaking: Undertaking,
  engine: Engine,
): Promise<{ readonly outcomes: Outcome[]; readonly facts: FactsByHost }> {
  const { release, verb } = undertaking;
  const giveUp = new AbortController();
  const building = buildPlan(undertaking).then((plan) => (plan ? engine.run(plan, giveUp.signal) : []));
  const preparing = prepare(undertaking, engine);
  preparing.catch(() => giveUp.abort());
  const [built, prepared] = await Promise.allSettled([building, preparing]);
  if (prepared.status === "rejected") throw prepared.reason;
  if (built.status === "rejected") throw built.reason;
  const opening = [...built.value, ...prepared.value.outcomes];
  const { facts } = prepared.value;
  if (hasFailed(opening)) return { outcomes: opening, facts };
  engine.watcher.locking(lockDetails(release.lock));
  const delivered = await engine.run(delivery(undertaking, facts));
  if (hasFailed(delivered)) return { outcomes: [...opening, ...delivered], facts };
  const fresh = refreshed(facts, factsFrom(delivered));
  const deployed = await engine.run(planDeploy(release, fresh, { prune: verb.prunes }));
  const runtime = (Date.now() - Date.parse(release.lock.at)) / 1000;
  const after = hasFailed(deployed) ? [] : await engine.run(planAfterDeploy(release, runtime));
  return { outcomes: [...opening, ...delivered, ...deployed, ...after], facts: fresh };
}

async function prepare(
  undertaking: Undertaking,
  engine: Engine,
): Promise<{ readonly outcomes: Outcome[]; readonly facts: FactsByHost }> {
  const looked = await engine.run(planLook(undertaking.release.config));
  const facts = factsFrom(looked);
  if (hasFailed(looked)) return { outcomes: looked, facts };
  check(undertaking, facts);
  const prepared = await engine.run(preparation(undertaking, facts));
  return { outcomes: [...looked, ...prepared], facts };
}

async function buildPlan({ verb, project, release, request, options }: Undertaking): Promise<Plan | undefined> {
  if (!verb.builds || options.skipPush) return undefined;
  return planBuild(release, await workspaceOf(project, request, options));
}

const preparation = ({ verb, release, options }: Undertaking, facts: FactsByHost): Plan =>
  verb.prepares ? planPrepare(release, facts) : planLogin(release, pullHosts({ verb, release, options }, facts));

const delivery = ({ verb, release, options }: Undertaking, facts: FactsByHost): Plan =>
  planDeliver(release, { pullOn: pullHosts({ verb, release, options }, facts), lockWait: options.lockWait });

/** A rollback fetches only what is no longer there. */
function pullHosts({ verb, release }: Pick<Undertaking, "verb" | "release" | "options">, facts: FactsByHost): Host[] {
  const { config, version } = release;
  const hosts = appHosts(config);
  if (verb.name !== "rollback") return hosts;
  return hosts.filter((host) => imageIdOf(factsOf(facts, host), imageTag(config, version)) === undefined);
}

/** @throws Refusal with everything that stands in the way, before anything is changed */
function check({ release, options }: Undertaking, facts: FactsByHost): void {
  const held = facts.get(release.config.primaryHost)?.lock;
  const locked = held !== undefined && !options.lockWait ? [`The deploy lock is held. ${held.replaceAll("\n", ", ")}`] : [];
  const reasons = [...obstacles(release, facts), ...locked];
  if (reasons.length > 0) throw new Refusal(reasons);
}

/** @throws Refusal that names every secret without a value and everything that cannot be done yet, before anything is built */
export function checkProject({ config, secrets, secretFiles, secretFailures }: Project): void {
  const missing = missingSecrets(config, secrets, secretFiles, secretFailures);
  const reasons = [...(missing === undefined ? [] : [missing]), ...unsupported(config)];
  if (reasons.length > 0) throw new Refusal(reasons);
}
