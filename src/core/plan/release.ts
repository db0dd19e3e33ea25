import type { LocalFile } from "../commands/upload.ts";
import type { Mount } from "../config/accessory.ts";
import type { Config } from "../config/config.ts";
import type { Hooks } from "../config/hooks.ts";
import type { Host, Version } from "../config/names.ts";
import type { Facts } from "../host/facts.ts";
import type { LockRequest } from "../host/lock.ts";
import type { Secret, Secrets } from "../shell/secret.ts";

/** What a run is about to make live, and for whom. */
export interface Release {
  readonly config: Config;
  /** The command that was given: deploy, rollback ... */
  readonly verb: string;
  /** As in `app stop`. */
  readonly subcommand?: string | undefined;
  /** A hook of a run that holds the deploy lock called this one. */
  readonly underLock?: boolean;
  readonly version: Version;
  /** Who the audit log says did it. */
  readonly performer: string;
  readonly lock: LockRequest;
  readonly secrets: Secrets;
  readonly hooks: Hooks;
  /** What the proxy is to show for errors. */
  readonly errorPages: readonly LocalFile[];
  /** What accessories are sent of the deployer's machine; only there where something is sent. */
  readonly mounted?: MountedFiles;
}

/** The content of local files, in base64. */
export type MountedFiles = ReadonlyMap<Mount, Secret>;

export type FactsByHost = ReadonlyMap<Host, Facts>;

/** @throws Error when the host was not looked at, which no plan allows */
export function factsOf(facts: FactsByHost, host: Host): Facts {
  const found = facts.get(host);
  if (!found) throw new Error(`Nothing is known about ${host}`);
  return found;
}
