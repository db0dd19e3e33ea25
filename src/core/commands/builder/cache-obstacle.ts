import type { Builder } from "../../config/config.ts";
import { type CacheConfig, sets } from "./cache.ts";

/** What keeps a build from the cache that deploy.yml names, and what to do about it. */
export interface CacheObstacle {
  readonly message: string;
  readonly hint: string;
}

export interface CacheSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** As `docker buildx version` prints it; undefined where it was not asked. */
  readonly buildx: string | undefined;
}

/**
 * Undefined where the cache can be had. Without an address or a token buildx forgets the Actions cache without a word; source:
 * https://github.com/docker/buildx (build/opt.go: addGithubToken).
 */
export function cacheObstacle({ cache, pack }: Builder, { env, buildx = "" }: CacheSurroundings): CacheObstacle | undefined {
  if (cache?.type !== "gha" || pack) return undefined;
  const absent = [...addresses(cache, env), ...(sets(cache, "token") || env[cacheToken] ? [] : [cacheToken])];
  if (absent.length > 0) return env.GITHUB_ACTIONS === "true" ? notHandedOn(absent) : noJob;
  const version = /(\d+)\.(\d+)\.\d+/.exec(buildx);
  const isOld = version !== null && version[1] === "0" && Number(version[2]) < 21;
  return isOld && servesSecond(env) && !sets(cache, "url") ? tooOld(version[0]) : undefined;
}

/** The variable with what opens the cache and the artifacts of the job's repository to whoever has it. */
export const cacheToken = "ACTIONS_RUNTIME_TOKEN";

/** Since April 2025 GitHub answers only version 2, whatever else it names; docs: https://docs.docker.com/build/cache/backends/gha/ */
const servesSecond = ({ ACTIONS_CACHE_SERVICE_V2 = "" }: CacheSurroundings["env"]): boolean =>
  /^(1|t|true)$/i.test(ACTIONS_CACHE_SERVICE_V2);

function addresses(cache: CacheConfig, env: CacheSurroundings["env"]): string[] {
  const isKnown = sets(cache, "url") || sets(cache, "url_v2") || env.ACTIONS_RESULTS_URL || env.ACTIONS_CACHE_URL;
  return isKnown ? [] : ["ACTIONS_RESULTS_URL"];
}

const without = "so the image is built without the cache";

const noJob: CacheObstacle = {
  message: `the cache of GitHub Actions is only there in its jobs, ${without}`,
  hint: "A cache of `type: registry` is there everywhere.",
};

const notHandedOn = (absent: readonly string[]): CacheObstacle => ({
  message: `${absent.join(" and ")} ${absent.length === 1 ? "is" : "are"} not set, ${without}`,
  hint: "GitHub gives them to actions, not to `run:` steps: use the action, or a cache of `type: registry`.",
});

const tooOld = (version: string): CacheObstacle => ({
  message: `buildx ${version} is too old for GitHub's cache service, ${without}`,
  hint: "buildx 0.21 is the first that knows version 2 of the service, the only one that GitHub still answers.",
});
