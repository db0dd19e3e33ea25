import type { LockWait } from "../core/commands/lock.ts";
import type { Version } from "../core/config/names.ts";
import type { Selection } from "../core/config/selection.ts";
import type { RunIdentity } from "../core/host/lock.ts";
import type { Secret } from "../core/shell/secret.ts";

/** What a front end was asked for, whichever it is. */
export interface Request {
  /** The project's directory. */
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly configFile: string;
  readonly destination: string | undefined;
  readonly selection: Selection;
  readonly version: Version | undefined;
  readonly skipHooks: boolean;
  /** Secrets that came with the request, e.g. the repository's. */
  readonly secrets: ReadonlyMap<string, Secret>;
  /** Credentials that stand over those of deploy.yml. */
  readonly registry: RegistryRequest | undefined;
  readonly ssh: SshRequest;
  /** Where to ask about other runs, commits and deployments; undefined where nobody can be asked. */
  readonly github: GithubAccess | undefined;
  readonly run: Omit<RunIdentity, "token">;
}

export interface RegistryRequest {
  readonly username: string;
  readonly password: Secret;
}

export interface GithubAccess {
  /** As in `https://api.github.com`. */
  readonly apiUrl: string;
  /** As in `owner/name`. */
  readonly repository: string;
  readonly token: Secret;
}

export interface SshRequest {
  readonly keys: readonly Secret[];
  readonly passphrase: Secret | undefined;
  /** Lines of a known_hosts file; undefined: the user's own. */
  readonly knownHosts: string | undefined;
  readonly hostKeys: "strict" | "accept-new";
}

export interface ReleaseOptions {
  readonly skipPush: boolean;
  /** Use Docker's build cache. */
  readonly cache: boolean;
  readonly lockWait: LockWait | undefined;
}
