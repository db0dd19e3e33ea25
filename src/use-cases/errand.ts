import type { LockWait } from "../core/commands/lock.ts";
import type { Accessory } from "../core/config/accessory.ts";
import type { Config } from "../core/config/config.ts";
import type { Host } from "../core/config/names.ts";
import { describeMissing, type SecretUse } from "../core/config/secrets.ts";
import { lockDetails } from "../core/host/lock.ts";
import { planUnlock } from "../core/plan/deliver.ts";
import { lastUnderLock, locked, lockedOpening } from "../core/plan/locked.ts";
import { factsFrom, planLook } from "../core/plan/look.ts";
import type { Outcome, Plan } from "../core/plan/plan.ts";
import type { FactsByHost, Release } from "../core/plan/release.ts";
import { Refusal } from "../core/report/refusal.ts";
import { hasFailed } from "../core/report/report.ts";
import type { Call } from "./call.ts";
import { Engine } from "./engine.ts";
import { beforeConnecting } from "./hooks.ts";
import { withMounted } from "./mounted.ts";
import { errandRelease, loadProject, type Project } from "./project.ts";
import { logged } from "./run-logs.ts";

/** A command that does one thing on servers, beside the verbs that make a version live. */
export interface Errand {
  /** As hooks are told: KAMAL_COMMAND and KAMAL_SUBCOMMAND. */
  readonly command: string;
  readonly subcommand?: string | undefined;
  /** With the deploy lock held; false: nothing is changed that a deploy could be in the midst of. */
  readonly lock: false | { readonly wait: LockWait | undefined };
  /** The secrets that it takes; none if absent. */
  readonly secrets?: (config: Config) => readonly SecretUse[];
  /** The accessories whose files it sends; none if absent. */
  readonly sends?: (config: Config) => readonly Accessory[];
  /** The servers that have to be looked at before the plan can be made; none if absent. */
  readonly looksAt?: (config: Config) => readonly Host[];
  /** @throws Refusal when it cannot be done */
  readonly plan: (release: Release, facts: FactsByHost) => Plan;
}

/** What became of an errand. Failures are in it, not thrown. */
export interface Done {
  readonly title: string;
  readonly config: Config;
  readonly outcomes: readonly Outcome[];
  readonly facts: FactsByHost;
}

/** @throws InvalidInput when a file is wrong, Refusal when it cannot be done at all */
export async function runErrand(errand: Errand, call: Call): Promise<Done> {
  const ready = await prepare(errand, call);
  const { release } = ready;
  const work = (followed: Call): Promise<Done> => connect(ready, followed, (engine) => carryOut(errand, release, engine));
  return errand.lock ? logged(release, call, work) : work(call);
}

/** Everything that comes before and after an errand's work. @throws as runErrand does */
export async function withErrand<Found>(
  errand: Errand,
  call: Call,
  work: (release: Release, engine: Engine) => Promise<Found>,
): Promise<Found> {
  const ready = await prepare(errand, call);
  return connect(ready, call, (engine) => work(ready.release, engine));
}

interface Ready {
  readonly project: Project;
  readonly release: Release;
}

async function prepare(errand: Errand, call: Call): Promise<Ready> {
  const project = await loadProject(call);
  return { project, release: await releaseFor(errand, project, call) };
}

async function connect<Found>({ project, release }: Ready, call: Call, work: (engine: Engine) => Promise<Found>): Promise<Found> {
  const engine = await Engine.start(project, call);
  try {
    await beforeConnecting(engine, project, call.request, release.verb, release.subcommand);
    return await work(engine);
  } finally {
    await engine.close();
  }
}

/** @throws Refusal when a secret that it needs is missing, InvalidInput when a file is */
async function releaseFor(errand: Errand, project: Project, call: Call): Promise<Release> {
  checkSecrets(project, errand);
  const release = errandRelease(project, call.request, errand);
  return errand.sends ? withMounted(release, errand.sends(project.config), project, call) : release;
}

/** @throws Refusal that names every secret without a value */
function checkSecrets({ config, secrets, secretFiles, secretFailures }: Project, errand: Errand): void {
  const missing = describeMissing(errand.secrets?.(config) ?? [], secrets, secretFiles, secretFailures);
  if (missing !== undefined) throw new Refusal([missing]);
}

/** What an errand would do, without doing it; servers are asked only where the plan depends on what runs there. */
export async function planErrand(errand: Errand, call: Call): Promise<Plan> {
  const { release } = await prepare(errand, call);
  const { looksAt } = errand;
  const lock = lockOf(errand, release);
  const facts = looksAt ? (await runErrand({ ...errand, lock: false, plan: nothing }, call)).facts : new Map();
  const plan = errand.plan(release, facts);
  return lock ? locked(release, plan, lock.wait) : plan;
}

/** None where the run that called ours holds it. */
const lockOf = ({ lock }: Errand, { underLock }: Release): Errand["lock"] => (underLock ? false : lock);

const nothing = (): Plan => ({ title: "Look at the servers", steps: [] });

async function carryOut(errand: Errand, release: Release, engine: Engine): Promise<Done> {
  const { looksAt } = errand;
  const lock = lockOf(errand, release);
  const { config } = release;
  if (lock) engine.watcher.locking(lockDetails(release.lock));
  if (!looksAt) {
    const plan = errand.plan(release, new Map());
    const outcomes = await engine.run(lock ? locked(release, plan, lock.wait) : plan);
    return { title: plan.title, config, outcomes, facts: new Map() };
  }
  const look = planLook(config, looksAt(config));
  const looked = await engine.run(lock ? lockedOpening(release, look, lock.wait) : look);
  const facts = factsFrom(looked);
  if (hasFailed(looked) && (lock || facts.size === 0)) return { title: look.title, config, outcomes: looked, facts };
  const plan = await planned({ ...errand, lock }, reachable(release, facts), facts, engine);
  const outcomes = await engine.run(lock ? lastUnderLock(release, plan) : plan);
  return { title: plan.title, config, outcomes: [...looked, ...outcomes], facts };
}

/** What turns out to be impossible gives the lock back. */
async function planned(
  { plan, lock }: Pick<Errand, "plan" | "lock">,
  release: Release,
  facts: FactsByHost,
  engine: Engine,
): Promise<Plan> {
  try {
    return plan(release, facts);
  } catch (error) {
    if (lock) await engine.run(planUnlock(release));
    throw error;
  }
}

/** Whoever only looks is shown the servers that answer, and told of the others. */
function reachable(release: Release, facts: FactsByHost): Release {
  const { config } = release;
  const roles = config.scope?.roles ?? config.roles.map(({ name }) => name);
  return { ...release, config: { ...config, scope: { ...config.scope, roles, hosts: [...facts.keys()] } } };
}
