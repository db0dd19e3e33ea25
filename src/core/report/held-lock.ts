import type { Config } from "../config/config.ts";
import { type LockHolder, longestSilence, takerOf } from "../host/lock-holder.ts";
import { releaseCommand } from "./lock-left.ts";
import { longTime } from "./table.ts";
import { type Addressee, addresseeOf, typedCommand } from "./typed-command.ts";

/** What is known of the run that took a lock. */
export type HoldingState = "over" | "live" | "unknown";

/** A lock that is somebody else's, and why it stays that. */
export interface HeldLock {
  readonly holder: LockHolder;
  readonly state: HoldingState;
  /** How long it was waited for, in seconds; undefined where it was not. */
  readonly waited: number | undefined;
  readonly config: Config;
}

/** Who holds the deploy lock, since when, and what to do about it. */
export const heldLock = (held: HeldLock): string => `${holding(held.holder)}\n${advice(held)}`;

/** To somebody who wants it by hand. */
export const heldFromPerson = (holder: LockHolder, about: Addressee): string =>
  `${holding(holder)}\n\`${releaseCommand(about)}\` gives it back, whoever took it`;

function holding({ details, age, silence }: LockHolder): string {
  const since = age === undefined ? "" : `, for ${longTime(age)} so far${heardOf(silence)}`;
  const lines = details.split("\n").filter((line) => line !== "" && !forPrograms.test(line));
  return [`The deploy lock is held${since}:`, ...lines].join("\n");
}

const forPrograms = /^(Run id|Attempt|Step|Token|Heartbeat): /;

const heardOf = (silence: number | undefined): string =>
  silence === undefined ? "" : `, last heard of ${longTime(silence)} ago`;

function advice({ holder: { isAutomatic, silence }, state, waited, config }: HeldLock): string {
  const release = `\`${releaseCommand(addresseeOf(config))}\` gives it back`;
  if (!isAutomatic) return `A person took it, so this does not wait for it; ${release}`;
  const wait = waited === undefined ? "--lock-wait waits for it" : `This waited ${longTime(waited)} for it`;
  switch (state) {
    case "live":
      return `That run still goes on. ${wait}`;
    case "over":
      return `That run is over, but its lock could not be taken over; ${release}`;
    case "unknown":
      return `${silence === undefined ? "" : whenTaken(config)}${wait}; if nobody deploys any more, ${release}`;
  }
}

const whenTaken = (config: Config): string =>
  `Once nothing was heard of that run for ${longTime(longestSilence(config))}, the next deploy takes it over. `;

/** Whose lock is waited for, to people who wait. @param left how long it may be waited for, in seconds */
export function waitingFor({ run, details }: LockHolder, left: number): string {
  const [lockedBy = "", version = ""] = details.split("\n");
  const holder = [run?.url ?? "", lockedBy, version].filter((text) => text !== "").join(", ") || "a run that has just begun";
  return `The deploy lock is held: ${holder}. Waiting for it, ${longTime(left)} at most`;
}

/** Why a run stops that has lost its lock. @param holder who has it now; undefined: nobody */
export function lostLock(holder: LockHolder | undefined, about: Addressee): string {
  const now = holder ? ` ${holding(holder)}` : " Nobody holds it.";
  return `This run has lost its deploy lock: its machine has slept, or somebody gave the lock back.${now}
This run does nothing more, and undoes nothing, as another run may be at work. Once none is, \`${typedCommand("check", about)}\` tells what serves; the next deploy brings all servers to one version`;
}

/** Whose lock it was, and how that run is known to be over. */
export function takenOverFrom({ run, details, silence }: LockHolder): string {
  if (run && silence === undefined) return `The deploy lock of ${run.url}, which is over, was taken over`;
  const whose = run?.url ?? takerOf(details);
  return `The deploy lock of ${whose}, which was last heard of ${longTime(silence ?? 0)} ago and is over, was taken over`;
}

/** For a person who asks. */
export function lockStatusText({ details, age = 0, silence, state }: LockHolder & Pick<HeldLock, "state">): string {
  const known = state !== "unknown" ? [runStates[state]] : [];
  return [details, `Held for ${longTime(age)}${heardOf(silence)}`, ...known].join("\n");
}

const runStates = { over: "Its run is over: the next deploy takes it over", live: "Its run still goes on" };
