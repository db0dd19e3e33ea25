import type { LocalFile } from "../commands/upload.ts";
import type { Mount } from "../config/accessory.ts";
import type { Config } from "../config/config.ts";
import type { Hooks } from "../config/hooks.ts";
import { isAtRegistry, type PinnedImage } from "../config/image-reference.ts";
import type { Host, Version } from "../config/names.ts";
import type { Facts, FactsByHost } from "../host/facts.ts";
import type { Fleet } from "../host/fleet.ts";
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
  /** The jobs that share it out; undefined: this run does all of it. */
  readonly fleet?: Fleet | undefined;
  /** What was built elsewhere, and is given the version's name; undefined: what is in the registry under that name. */
  readonly image?: PinnedImage | undefined;
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

/** Whether the image is in the registry that deploy.yml logs in to. */
export const comesFromRegistry = ({ config, image }: Release): boolean => image === undefined || isAtRegistry(config, image);

/** The content of local files, in base64. */
export type MountedFiles = ReadonlyMap<Mount, Secret>;

export type { FactsByHost };

/** @throws Error when the host was not looked at, which no plan allows */
export function factsOf(facts: FactsByHost, host: Host): Facts {
  const found = facts.get(host);
  if (!found) throw new Error(`Nothing is known about ${host}`);
  return found;
}
