import type { Config } from "../config/config.ts";
import type { Facts } from "./facts.ts";
import { automaticLock, heartbeatLine, type RunIdentity } from "./lock.ts";

/** Whoever holds the deploy lock, as far as it says. */
export interface LockHolder {
  /** As they stand in the lock's file, decoded; empty while they are being written. */
  readonly details: string;
  /** How long it has been held, in seconds by the server's clock; undefined where that was not asked. */
  readonly age: number | undefined;
  /** How long its run has not been heard of, in seconds by the server's clock; undefined where it does not say that it lives. */
  readonly silence: number | undefined;
  /** The run of a CI that took it for a command, and gives it back; undefined where there is none. */
  readonly run: HoldingRun | undefined;
  /** Taken by a command that gives it back by itself, ours or Kamal's; else by a person. */
  readonly isAutomatic: boolean;
}

export interface HoldingRun extends Pick<RunIdentity, "id" | "attempt" | "step"> {
  readonly url: string;
  readonly machine: string | undefined;
}

/** Seconds by the server's clock. */
type Ages = Partial<Pick<LockHolder, "age" | "silence">>;

/** Read what stands in a lock. */
export function lockHolder(details: string, { age, silence }: Ages = {}): LockHolder {
  const lines = details.split("\n");
  const value = (name: string): string | undefined => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
  const url = value("Run URL");
  // What a person locks from a job has the job's lines as well.
  const isRun = url !== undefined && value("Message") === automaticLock;
  const place = { machine: value("Host"), step: value("Step") };
  const run = isRun ? { url, id: value("Run id"), attempt: value("Attempt"), ...place } : undefined;
  // By its message, as Kamal's --lock-wait does it.
  const isAutomatic = details === "" || details.includes(automaticLock);
  return { details, age, silence: lines.some((line) => line.startsWith(heartbeatLine)) ? silence : undefined, run, isAutomatic };
}

/** Who took a lock, and when. */
export const takerOf = (details: string): string => (details.split("\n")[0] ?? "").replace(/^Locked by: /, "");

/** Who took a lock, when, and for which version, on one line. */
export function nameOfHolder(details: string): string {
  const [, version = ""] = details.split("\n");
  return [takerOf(details), version.replace(/^Version: /, "")].join(", ");
}

/** Who held it when a server was looked at; undefined where nobody did. */
export function holderSeen({ lock, lockSince, lockBeat, clock }: Facts): LockHolder | undefined {
  const ago = (time: number | undefined): number | undefined => (time === undefined ? undefined : clock - time);
  return lock === undefined ? undefined : lockHolder(lock, { age: ago(lockSince), silence: ago(lockBeat) });
}

/**
 * Whether another step of this very job took it, which is over then: a runner does one job at a time, and its steps one after the
 * other. What runs beside this in its own step may be at work.
 */
export const isEarlierStep = ({ run }: LockHolder, own: Omit<RunIdentity, "token">): boolean =>
  run?.step !== undefined &&
  run.step !== own.step &&
  run.url === own.url &&
  run.attempt === own.attempt &&
  run.machine === own.machine;

/** Read what a server says of a lock that is held; undefined where it says nothing of it. */
export function holderFrom(said: string): LockHolder | undefined {
  const found = saidOfHolder.exec(said)?.groups;
  if (!found) return undefined;
  const silence = found.silence === undefined ? undefined : Number(found.silence);
  return lockHolder((found.details ?? "").trim(), { age: Number(found.age), silence });
}

const saidOfHolder =
  /^The deploy lock is held, for (?<age>-?\d+) s so far(?:, last heard of (?<silence>-?\d+) s ago)?:\n(?<details>[\s\S]*)/m;

/**
 * How long a run may be silent that shows that it lives, in seconds: a minute longer than a script that boots and moves traffic may go
 * on without it, and where a release command goes before that, for as long as that may take besides.
 */
export const longestSilence = ({ deployTimeout, drainTimeout, landfall: { release } }: Config): number =>
  deployTimeout + drainTimeout + (release?.timeout ?? 0) + 60;

/** Whether it shows that no more. */
export const isSilent = ({ silence }: LockHolder, config: Config): boolean =>
  silence !== undefined && silence > longestSilence(config);

/** What is to be done about a lock that is held. */
export type Verdict = "take over" | "wait" | "give up";

/**
 * Only a run that is known to be over loses its lock, and what a person took is the person's.
 * @param isOver whether the run that holds it is known to be over
 * @param mayWait whether there is time left to wait
 */
export function verdictOn(
  { run, silence, isAutomatic }: LockHolder,
  { isOver, mayWait }: { readonly isOver: boolean; readonly mayWait: boolean },
): Verdict {
  if (isOver && (run ?? silence) !== undefined) return "take over";
  return isAutomatic && mayWait ? "wait" : "give up";
}
