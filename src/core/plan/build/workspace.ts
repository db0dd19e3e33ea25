import type { BuilderFacts } from "../../commands/builder/builder.ts";
import type { CacheObstacle } from "../../commands/builder/cache-obstacle.ts";
import type { BuildTarget } from "../../commands/builder/target.ts";

/** What the runner has to build from, and with. */
export interface Workspace {
  /** The project's directory, where deploy.yml was found. */
  readonly directory: string;
  /** Undefined when there is none, or the build reads the working tree as it is. */
  readonly clone: Clone | undefined;
  readonly target: BuildTarget;
  readonly builder: BuilderFacts;
  /** false: nothing of earlier builds is used. */
  readonly cache: boolean;
  /** Why the cache that deploy.yml names cannot be had. */
  readonly cacheObstacle?: CacheObstacle | undefined;
  /** Where the image goes, as for buildx's `--output=type=`. */
  readonly output: string;
  /** The deployer's environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface Clone {
  /** The repository's root. */
  readonly from: string;
  /** A directory that does not exist yet, beside nothing else. */
  readonly to: string;
  readonly revision: string;
  /** The project's directory within the repository, "" for its root. */
  readonly prefix: string;
  readonly submodules: boolean;
  /** Clones of runs that were killed before they could remove them. */
  readonly abandoned: readonly string[];
}
