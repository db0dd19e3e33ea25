import type { LockWait } from "../core/commands/lock.ts";
import type { Accessory } from "../core/config/accessory.ts";
import type { Config } from "../core/config/config.ts";
import type { Host } from "../core/config/names.ts";
import type { SecretUse } from "../core/config/secrets.ts";
import { lockDetails } from "../core/host/lock.ts";
import { keptOpening, lastUnderLock, locked, lockedOpening, planUnlock, wasTaken } from "../core/plan/locked.ts";
import { factsFrom, planLook } from "../core/plan/look.ts";
import { isCancelled, type Outcome, type Plan } from "../core/plan/plan.ts";
import type { FactsByHost, Release } from "../core/plan/release.ts";
import { hasFailed } from "../core/report/report.ts";
import type { Engine } from "./engine.ts";
import type { Github } from "./github.ts";
import { keepingLock } from "./lock-keeper.ts";
import { underLock } from "./under-lock.ts";

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
  /** With the lock held: what can be done is done on the servers that answer. That others did not is a failure all the same. */
  readonly isPartial?: boolean;
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

/** None where the run that called ours holds it. */
const lockOf = ({ lock }: Errand, { underLock }: Release): Errand["lock"] => (underLock ? false : lock);

/** Look where that is needed, make the plan and carry it out, with the lock held where it takes one. */
export async function carryOut(errand: Errand, release: Release, engine: Engine, github: Github): Promise<Done> {
  const lock = lockOf(errand, release);
  const work = (): Promise<Done> => carryOutAs({ ...errand, lock }, release, engine, github);
  if (!lock) return work();
  const { preview } = release.config;
  engine.watcher.locking({ details: lockDetails(release.lock), ...(preview && { preview: preview.number }) });
  return keepingLock(release, engine, work);
}

async function carryOutAs(errand: Errand, release: Release, engine: Engine, github: Github): Promise<Done> {
  const { looksAt, lock, isPartial } = errand;
  const { config } = release;
  const taking = lock && { release, engine, github, wait: lock.wait };
  if (!looksAt) {
    const plan = errand.plan(release, new Map());
    const outcomes = await (taking ? underLock(taking, (abandoned) => locked(release, plan, abandoned)) : engine.run(plan));
    return { title: plan.title, config, outcomes, facts: new Map() };
  }
  const look = planLook(config, looksAt(config));
  const open = isPartial ? keptOpening : lockedOpening;
  const looked = await (taking ? underLock(taking, (abandoned) => open(release, look, abandoned)) : engine.run(look));
  const facts = factsFrom(looked);
  if (!mayGoOn(errand, looked)) {
    const given = lock && isPartial && wasTaken(looked) ? await engine.run(planUnlock(release)) : [];
    return { title: look.title, config, outcomes: [...looked, ...given], facts };
  }
  const plan = await planned(errand, reachable(release, facts), facts, engine);
  const outcomes = await engine.run(lock ? lastUnderLock(release, plan) : plan);
  return { title: plan.title, config, outcomes: [...looked, ...outcomes], facts };
}

/** Whoever changes something has to know all that it is about; whoever looks, or does what can be done, something. */
function mayGoOn({ lock, isPartial }: Errand, looked: readonly Outcome[]): boolean {
  if (!hasFailed(looked)) return true;
  if (lock && (!isPartial || !wasTaken(looked) || looked.some(isCancelled))) return false;
  return factsFrom(looked).size > 0;
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
