import type { Config, Role } from "../config/config.ts";
import type { Version } from "../config/names.ts";
import { type Placement, placements, primaryPlacement } from "../config/placement.ts";
import { type Container, containersOf, currentContainer, type Facts, imageIdOf, isRunning, versionOf } from "./facts.ts";
import { latestImage } from "./names.ts";

/** How long one container of a role existed and ran. Times are seconds since 1970, by the server's clock. */
export interface Term {
  readonly version: Version;
  readonly from: number;
  /** When it was started last. */
  readonly since: number;
  /** Of one that runs: now. */
  readonly until: number;
  readonly runs: boolean;
}

/** What one place tells of the versions that served there. */
export interface History {
  readonly serving: Version;
  readonly previous: Version | undefined;
  readonly stable: Version | undefined;
}

/** A version that served this long, in seconds, is taken for a stable one. */
export const stableAfter = 3600;

/** What the servers tell: the primary role's place first; another tells of it where the first has forgotten. */
export function historyOf(config: Config, facts: ReadonlyMap<string, Facts>): History | undefined {
  const places = [primaryPlacement(config) ?? [], placements(config)].flat();
  const told = places.flatMap((place) => toldBy(place, facts.get(place.host)) ?? []);
  const [first] = told;
  if (!first) return undefined;
  const same = told.filter(({ serving }) => serving === first.serving);
  return {
    serving: first.serving,
    previous: same.find(({ previous }) => previous !== undefined)?.previous,
    stable: same.find(({ stable }) => stable !== undefined)?.stable,
  };
}

function toldBy({ config, role }: Placement, facts: Facts | undefined): History | undefined {
  const container = facts && lastLive(facts, config, role);
  const serving = container && versionOf(container, config, role);
  if (!facts || !serving) return undefined;
  const now = termOf(container, facts, config, role);
  const terms = containersOf(facts, config, role).flatMap((each) => termOf(each, facts, config, role) ?? []);
  const others = terms.filter(({ version, from, until }) => version !== serving && until - from >= stableAfter);
  const stable = others.toSorted((a, b) => b.from - a.from)[0]?.version;
  return { serving, previous: now && previousOf(now, terms, config)?.version, stable };
}

/** What serves; where the app was stopped, what was made live last. */
function lastLive(facts: Facts, config: Config, role: Role): Container | undefined {
  const latest = imageIdOf(facts, latestImage(config));
  const made = (container: Container): boolean => latest !== undefined && imageIdOf(facts, container.image) === latest;
  return currentContainer(facts, config, role) ?? containersOf(facts, config, role).find(made);
}

/** Undefined where it never ran, or nobody asked when. */
export function termOf(container: Container, facts: Facts, config: Config, role: Role): Term | undefined {
  const { createdAt: from, startedAt: since = from, finishedAt } = container;
  const version = versionOf(container, config, role);
  const runs = isRunning(container);
  const until = runs ? facts.clock : finishedAt;
  if (version === undefined || from === undefined || since === undefined || until === undefined) return undefined;
  return { version, from, since, until, runs };
}

/** A version that was made live twice in a row took over from itself: then what was before that is meant. */
function previousOf(term: Term, terms: readonly Term[], config: Config): Term | undefined {
  const before = relieved(term, terms, config);
  return before?.version === term.version ? previousOf(before, terms, config) : before;
}

/**
 * What ran while another was made is what that took over from: whatever failed was stopped before the next was made, and what a
 * person started again was started later. Where nothing ran then (the app had been stopped, or had crashed), what ran last, if it
 * ran for longer than one that fails.
 */
function relieved({ from }: Term, terms: readonly Term[], { deployTimeout, drainTimeout }: Config): Term | undefined {
  const older = terms.filter((other) => other.from < from);
  const lasted = older.filter((other) => other.until - other.from > deployTimeout + drainTimeout);
  return latest(older.filter(({ since, until }) => since < from && until > from)) ?? latest(lasted);
}

/** That which ended last; what still runs beside was forgotten, and comes after those. */
const latest = (terms: readonly Term[]): Term | undefined =>
  terms.toSorted((a, b) => Number(a.runs) - Number(b.runs) || b.until - a.until)[0];
