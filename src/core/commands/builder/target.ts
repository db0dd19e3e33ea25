import type { Config } from "../../config/config.ts";
import type { CacheObstacle } from "./cache-obstacle.ts";

/** Who builds the image. Builders and contexts have Kamal's names, so that both tools share them. */
export type BuildTarget =
  /** The Docker engine's own builder, which needs no name. */
  | { readonly kind: "local"; readonly name: undefined }
  | { readonly kind: "local"; readonly name: string; readonly driver: string }
  | ({ readonly kind: "remote" } & Remote)
  /** Each architecture is built where it is at home. */
  | ({ readonly kind: "hybrid"; readonly here: readonly string[]; readonly there: readonly string[] } & Remote)
  /** Docker Build Cloud. */
  | { readonly kind: "cloud"; readonly name: string }
  | { readonly kind: "pack"; readonly name: undefined };

export interface Remote {
  readonly name: string;
  readonly context: string;
  /** As in `ssh://user@host`. */
  readonly endpoint: string;
}

/** Whether who builds depends on the architecture of this machine. */
export const asksForArchitecture = ({ builder }: Config): boolean => builder.remote !== undefined && builder.local;

/**
 * Whether who builds depends on what the engine here does with a cache: with its older image store it keeps none. A cache that
 * cannot be had anyway is no reason for another builder.
 */
export const asksForCacheSupport = ({ builder: { driver, cache, pack } }: Config, obstacle?: CacheObstacle): boolean =>
  driver === "docker" && cache !== undefined && !pack && !obstacle;

/** What is known of the Docker engine here; undefined where nothing depends on it. */
export interface EngineHere {
  readonly architecture?: string | undefined;
  /** Whether its own builder can write to the cache of deploy.yml. */
  readonly keepsCache?: boolean | undefined;
}

export function targetOf(config: Config, { architecture, keepsCache = true }: EngineHere): BuildTarget {
  const { arch, remote, pack, driver } = config.builder;
  const here = arch.filter((each) => asksForArchitecture(config) && each === architecture);
  const there = arch.filter((each) => !here.includes(each));
  if (remote !== undefined && there.length > 0) return remoteTarget(config, remote, here, there);
  if (pack) return { kind: "pack", name: undefined };
  if (driver.startsWith("cloud")) return { kind: "cloud", name: driver.replaceAll(/[ /]/g, "-") };
  return localTarget(config, driver === "docker" && !keepsCache ? "docker-container" : driver);
}

function localTarget({ registry }: Config, driver: string): BuildTarget {
  if (driver === "docker") return { kind: "local", name: undefined };
  return { kind: "local", name: registry.local ? `kamal-local-registry-${driver}` : `kamal-local-${driver}`, driver };
}

function remoteTarget(
  { builder, registry }: Config,
  endpoint: string,
  here: readonly string[],
  there: readonly string[],
): BuildTarget {
  const suffix = `${endpoint.replaceAll(/[^a-z0-9_-]/g, "-")}${registry.local ? "-local-registry" : ""}`;
  const named = (name: string): Remote => ({ name, context: `${name}-context`, endpoint });
  if (here.length === 0) return { kind: "remote", ...named(`kamal-remote-${suffix}`) };
  return { kind: "hybrid", ...named(`kamal-hybrid-${builder.driver}-${suffix}`), here, there };
}
