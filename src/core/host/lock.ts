import type { Version } from "../config/names.ts";

/** Whose run this is, as far as its CI says. */
export interface RunIdentity {
  readonly url: string | undefined;
  readonly id: string | undefined;
  readonly attempt: string | undefined;
  /** The machine that deploys. */
  readonly machine: string;
  /** The step of the job; undefined outside a job, and where what the step takes may outlive it. */
  readonly step: string | undefined;
  /** Unlike that of any other run: what makes a lock ours. */
  readonly token: string;
}

/** Kamal's `--lock-wait` waits only for locks with this message. */
export const automaticLock = "Automatic deploy lock";

/** How often a run that holds the lock shows that it lives, in seconds. */
export const lockBeatInterval = 15;

export interface LockRequest {
  readonly lockedBy: string;
  /** UTC, ISO 8601, to the second. */
  readonly at: string;
  readonly version: Version;
  readonly message: string;
  readonly run: RunIdentity;
  /** Whether the run shows again and again that it lives. */
  readonly beats?: boolean | undefined;
}

/** Kamal's three lines, then ours, which it shows but does not read. */
export function lockDetails({ lockedBy, at, version, message, run, beats }: LockRequest): string {
  const lines = [`Locked by: ${lockedBy} at ${at}`, `Version: ${version}`, `Message: ${message}`];
  const { url, id, attempt, machine, step, token } = run;
  const ours = { "Run URL": url, "Run id": id, Attempt: attempt, Host: machine, Step: step, Token: token };
  if (beats) lines.push(`${heartbeatLine}every ${lockBeatInterval} s`);
  for (const [name, value] of Object.entries(ours)) if (value !== undefined) lines.push(`${name}: ${value}`);
  return lines.map((line) => line.replaceAll(/[\r\n]+/g, " ")).join("\n");
}

/** Begins the line that says that silence means something. */
export const heartbeatLine = "Heartbeat: ";

/** Base64 as Ruby's `encode64` writes it: lines of 60 characters, each with its line feed. */
export const encodeLock = (details: string): string =>
  `${
    toBase64(details)
      .match(/.{1,60}/g)
      ?.join("\n") ?? ""
  }\n`;

/** Text that somebody wrote by hand is shown as it is. */
export function decodeLock(encoded: string): string {
  try {
    return fromBase64(encoded.replaceAll(/\s/g, ""));
  } catch {
    return encoded.trim();
  }
}

const fromBase64 = (text: string): string =>
  new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
const toBase64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
