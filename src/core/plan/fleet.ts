import * as command from "../commands/fleet.ts";
import { agree, awaitFirst } from "../commands/fleet-wait.ts";
import { abbreviated, type Host } from "../config/names.ts";
import { hostsInScope } from "../config/placement.ts";
import { type Fleet, isFirst, type Meeting } from "../host/fleet.ts";
import { lockDetails } from "../host/lock.ts";
import type { CleanUp, Gate, Plan, RemoteStep, Stage, StepId } from "./plan.ts";
import type { Release } from "./release.ts";
import { gated, idsOf, inAnyCase, onHost } from "./step.ts";
import { toleranceOf } from "./tolerance.ts";

/** A release that several jobs share out. */
export interface SharedRelease extends Release {
  readonly fleet: Fleet;
}

export const isShared = (release: Release): release is SharedRelease => release.fleet !== undefined;

/** Come to where the shards meet; nothing is done where this fails. */
export function planArrival(release: SharedRelease): Plan {
  const { verb, version, fleet } = release;
  const intent = `${verb} ${version} in ${fleet.shard.count} shards`;
  const title = "Meet the other shards";
  return { title, steps: [meeting(release, "arrive", "prepare", title, command.arrive(release, intent))] };
}

/** Tell the others that this shard is alive, as long as it is: when it is cancelled as well. */
export function planBeat(release: SharedRelease): Plan {
  const title = "Tell the other shards that this one is alive";
  return { title, steps: [inAnyCase(meeting(release, "beat", "lock", title, command.beat(release)))] };
}

export interface Farewell {
  /** What the shard that ends last is to know of this one. */
  readonly word: string;
  /** Of the lock, where this shard was to take it. */
  readonly details: string | undefined;
}

/** The end of this shard, however it came. */
export function planLeave(place: Meeting, { word, details }: Farewell): Plan {
  const title = "Part from the other shards";
  const step = meeting(place, "leave", "unlock", title, command.leave(place, word, details));
  return { title, steps: [inAnyCase(step)] };
}

/** What a shard does before and after its part. */
export const betweenMeetings = (release: SharedRelease, plans: readonly Plan[]): Plan[] => [
  planArrival(release),
  ...plans,
  planLeave(release, { word: "", details: isFirst(release.fleet) ? lockDetails(release.lock) : undefined }),
];

/** What all shards have left to report, for the one that ended last. */
export const planGathering = (release: SharedRelease): Plan => {
  const title = "Hear what all shards have to report";
  return { title, steps: [inAnyCase(meeting(release, "gather", "unlock", title, command.gather(release)))] };
};

/** How the lock that the first shard takes is held by all: it shows the lock to the others, which wait for it. */
export const joining = (release: SharedRelease): RemoteStep =>
  isFirst(release.fleet)
    ? meeting(release, "show", "lock", "Tell the other shards of the lock", command.showLock(release))
    : waiting(meeting(release, "join", "lock", "Wait for the first shard to have the lock", awaitFirst(release, "details")));

/** Before any other shard boots, the hosts of the first one are healthy. */
export function gates(release: Release): RemoteStep[] {
  if (!isShared(release) || isFirst(release.fleet)) return [];
  return [waiting(meeting(release, "gate", "lock", "Wait for the first shard to be healthy", awaitFirst(release, "healthy")))];
}

/** To the project's pre-deploy hook and to GitHub. */
export const speaksForAll = ({ fleet }: Release): boolean => !fleet || isFirst(fleet);

export const hostsOfRun = ({ config, fleet }: Release): readonly Host[] => fleet?.hosts ?? hostsInScope(config);

/** How it is decided that the new version stays. */
export interface Agreement {
  /** It does once these have succeeded. */
  readonly decided: readonly StepId[];
  readonly steps: readonly RemoteStep[];
  /** The step that has all shards go back; it fails where all had agreed to stay. */
  readonly givenUp: StepId;
}

/** All shards stay or none does. @param ready what has to have gone well before this one agrees */
export function agreement(release: SharedRelease, ready: Gate): Agreement {
  const { config, version } = release;
  const title = `Wait for ${config.service} ${abbreviated(version)} to be healthy in all shards`;
  const agreed = gated(waiting(meeting(release, "agree", "boot", title, agree(release))), goingOn(release, ready));
  const halted = config.landfall.onFailure === "stop" ? [halting(release, ready, agreed)] : [];
  const decided = idsOf(halted.length > 0 ? halted : [agreed]);
  const live = ready.quorum ? decided : [...ready.needs, ...decided];
  const step = meeting(release, "give-up", "undo", "Tell the other shards to go back", command.giveUp(release));
  const givenUp = cleaning(step, { after: live, onlyIfFailed: live });
  return { decided, steps: [agreed, ...halted, givenUp], givenUp: givenUp.id };
}

/** A shard that agrees lets others follow. */
function goingOn({ config }: Release, { needs, quorum }: Gate): Gate {
  const { toGoOn = 0 } = toleranceOf(config) ?? {};
  return { needs, quorum: quorum && { ...quorum, failures: toGoOn } };
}

/** Where too many hosts of a shard have failed, none follow in any, and what is live stays. A cancel still sends all back. */
function halting(release: SharedRelease, ready: Gate, agreed: RemoteStep): RemoteStep {
  const step = meeting(release, "halt", "check", "Keep the new version where it is live in all shards", command.halt(release));
  return cleaning(gated(step, ready), { after: [agreed.id], unlessCancelled: true });
}

const meeting = (
  { config }: Meeting,
  deed: string,
  stage: Stage,
  title: string,
  run: RemoteStep["run"],
  needs: readonly StepId[] = [],
): RemoteStep => onHost(config.primaryHost, deed, stage, title, run, needs);

/** For others that work, and are heard to: each of their steps has a limit of its own. In seconds. */
const longestWait = 6 * 60 * 60;

const waiting = (step: RemoteStep): RemoteStep => ({ ...step, limit: longestWait });

const cleaning = (step: RemoteStep, cleansUp: CleanUp): RemoteStep => ({ ...step, cleansUp });
