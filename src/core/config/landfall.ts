import type { PreviewSettings } from "./preview/settings.ts";

/** Everything under `x-landfall`. */
export interface LandfallSettings {
  readonly engine: "kamal-proxy" | "caddy";
  /** The image of the proxy, when it is not the engine's own default. */
  readonly proxyImage: string | undefined;
  readonly acme: Acme | undefined;
  /** Whether the registry's password is forgotten once a run is over. */
  readonly logsOut: boolean;
  readonly onFailure: OnFailure;
  /** How many hosts may fail before that. */
  readonly maxFailures: HostCount;
  readonly release: ReleaseCommand | undefined;
  readonly timeLimits: TimeLimits;
  readonly verify: Verification | undefined;
  readonly preview: PreviewSettings | undefined;
}

/** Where the proxy gets certificates from; without a directory from Let's Encrypt. */
export interface Acme {
  readonly directory: string | undefined;
  readonly email: string | undefined;
  /** The certificates in PEM by which the directory's server is known, where the system does not know it. */
  readonly root: string | undefined;
}

/** What becomes of a deploy in which hosts fail: all go back, no more of them follow, or the others go on. */
export const onFailures = ["rollback", "stop", "continue"] as const;
export type OnFailure = (typeof onFailures)[number];

export type HostCount = { readonly hosts: number } | { readonly percent: number };

/** What runs once, in the new image, before anything of it boots. */
export interface ReleaseCommand {
  /** The server's shell reads it. */
  readonly command: string;
  /** Whose variables, volumes and options it is given. */
  readonly role: string;
  /** How long it may take, in seconds. */
  readonly timeout: number;
}

/** How long one of these may take before it is stopped, in seconds. */
export interface TimeLimits {
  readonly build: number;
  readonly hook: number;
  readonly pull: number;
}

/** What has to be true of the app once the new version is live, for that version to stay. */
export interface Verification {
  readonly urls: readonly string[];
  /** Undefined: a success (2xx). */
  readonly expect: Expectation | undefined;
  /** How long it is watched, in seconds. */
  readonly seconds: number;
  /** How many of the answers in that time may be wrong, in percent. */
  readonly maxErrors: number;
}

/** A status, or a success whose body has this text in it. */
export type Expectation = { readonly status: number } | { readonly text: string };
