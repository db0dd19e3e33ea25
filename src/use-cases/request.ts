import type { GithubAccess } from "../adapters/github/access.ts";
import type { LockWait } from "../core/commands/lock.ts";
import type { RegistryLogin } from "../core/config/credentials.ts";
import type { Version } from "../core/config/names.ts";
import type { PreviewRequest } from "../core/config/preview/preview.ts";
import type { Selection } from "../core/config/selection.ts";
import type { Shard } from "../core/config/shards.ts";
import type { KnownFingerprint } from "../core/host/fingerprints.ts";
import type { RunIdentity } from "../core/host/lock.ts";
import type { Secret } from "../core/shell/secret.ts";

/** What a front end was asked for, whichever it is. */
export interface Request {
  /** The project's directory. */
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly configFile: string;
  readonly destination: string | undefined;
  /** The preview to act on; undefined: the app itself. */
  readonly preview: PreviewRequest | undefined;
  readonly selection: Selection;
  readonly version: Version | undefined;
  readonly skipHooks: boolean;
  /** Secrets that came with the request, e.g. the repository's. */
  readonly secrets: ReadonlyMap<string, Secret>;
  /** Credentials that stand over those of deploy.yml. */
  readonly registry: RegistryLogin | undefined;
  readonly ssh: SshRequest;
  /** Where to ask about other runs, commits and deployments; undefined where nobody can be asked. */
  readonly github: GithubAccess | undefined;
  readonly run: Omit<RunIdentity, "token">;
}

export interface SshRequest {
  readonly keys: readonly Secret[];
  readonly passphrase: Secret | undefined;
  /** Lines of a known_hosts file; undefined: the user's own. */
  readonly knownHosts: string | undefined;
  /** They vouch for servers beside the known hosts. */
  readonly fingerprints: readonly KnownFingerprint[];
  readonly hostKeys: "strict" | "accept-new";
}

export interface ReleaseOptions {
  readonly skipPush: boolean;
  /** What to deploy instead of building: a reference, or a tag or digest of deploy.yml's image. */
  readonly image: string | undefined;
  /** Use Docker's build cache. */
  readonly cache: boolean;
  readonly lockWait: LockWait | undefined;
  /** What has to answer with success before the old version is retired. */
  readonly checkUrl: string | undefined;
  /** The part of the servers that this run takes on; undefined: all of them. */
  readonly shard: Shard | undefined;
  /** What the shards of one run have in common, where no CI says so. */
  readonly fleet: string | undefined;
}
