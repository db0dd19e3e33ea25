import type { Env } from "../config.ts";
import type { Host } from "../names.ts";
import type { ProxySettings } from "../proxy.ts";

/** `x-landfall.preview`: how a pull request is given a running copy of the app. Durations are seconds. */
export interface PreviewSettings {
  /** The host name, with `{number}` and other names in braces. */
  readonly host: string;
  readonly ssl: boolean;
  /** What stands behind the host name where the app answers beneath a path, such as `/shop`. */
  readonly path: string;
  /** The certificate that serves all of them. */
  readonly certificate: ProxySettings["certificate"];
  /** What visitors have to give; the password by the name of its secret. */
  readonly auth: PreviewAuth | undefined;
  /** Each preview runs on all of them. */
  readonly servers: readonly Host[];
  /** The names of the roles that a preview has. */
  readonly roles: readonly string[];
  /** Over that of the roles; values may hold names in braces. */
  readonly env: Env;
  /** The accessories that each preview has one of its own of; all others are those of the app. */
  readonly own: readonly OwnAccessory[];
  /** How many there may be at once. */
  readonly most: number | undefined;
  /** How long a preview stays after it was deployed last. */
  readonly ttl: number | undefined;
  /** After how long without a request it is stopped. */
  readonly sleepAfter: number | undefined;
  /** Only pull requests with this label have one. */
  readonly label: string | undefined;
  /** Whether a pull request from a fork may have one, once a person has approved the run. */
  readonly forksIfApproved: boolean;
  readonly runsHooks: boolean;
}

export interface PreviewAuth {
  readonly username: string;
  readonly password: string;
}

export interface OwnAccessory {
  readonly name: string;
  /** Over the accessory's own; values may hold names in braces. */
  readonly env: Env;
  /** What fills it when it is new, in the app's new image; the server's shell reads it. */
  readonly seed: string | undefined;
}
