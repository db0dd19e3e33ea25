import type { Config } from "../../config/config.ts";

export type CacheConfig = NonNullable<Config["builder"]["cache"]>;

/**
 * Where layers are kept between builds, as flags and their shell text. A cache that cannot be written to fails no build. Previews read
 * the app's and write to one that they have together: what a branch builds is neither in the app's cache nor instead of it.
 */
export function cacheSettings(config: CacheOwner): [flag: string, text: string][] {
  const { cache } = config.builder;
  if (!cache) return [];
  const { preview, ...app } = config;
  const to = [...placed(cache, config), ...missing(cache, "ignore-error", "true")];
  return [["--cache-to", to.join(",")], from(cache, config), ...(preview ? [from(cache, app)] : [])];
}

type CacheOwner = Pick<Config, "builder" | "registry" | "image" | "preview">;

/** What is written to, or of the Actions cache only what says where it is. */
function from(cache: CacheConfig, config: CacheOwner): [flag: string, text: string] {
  const [type = "", ...rest] = placed(cache, config);
  const read = cache.type === "gha" ? rest.filter((option) => readable.test(option)) : rest.slice(0, 1);
  return ["--cache-from", [type, ...read].join(",")];
}

/** Whether deploy.yml sets this option of the cache. */
export const sets = (cache: CacheConfig, name: string): boolean =>
  optionsOf(cache).some((option) => option.startsWith(`${name}=`));

/** What a cache is read with, too, as in Kamal. */
const readable = /^(url|url_v2|token|scope|timeout)=/;

const optionsOf = ({ options }: CacheConfig): string[] => options?.split(",") ?? [];

const missing = (cache: CacheConfig, name: string, value: string): string[] => (sets(cache, name) ? [] : [`${name}=${value}`]);

/** The cache, its place, and what deploy.yml wants of it. */
function placed(cache: CacheConfig, config: CacheOwner): string[] {
  const options = optionsOf(cache);
  if (cache.type !== "gha") return ["type=registry", `ref=${referenceOf(cache, config)}`, ...options];
  const scoped = [...options, ...missing(cache, "scope", scope(config))];
  return ["type=gha", ...scoped.map((option) => (config.preview ? option.replace(/^scope=.*/, `$&-${previews}`) : option))];
}

/** What the cache of all previews is called, by the tag or by the end of the app's. */
const previews = "landfall-previews";

function referenceOf(cache: CacheConfig, { registry, image, preview }: CacheOwner): string {
  const whole = cache.image === undefined ? `${image}-build-cache` : [registry.server, cache.image].filter(Boolean).join("/");
  if (!preview) return whole;
  return /:[^/]*$/.test(whole) ? `${whole}-${previews}` : `${whole}:${previews}`;
}

/** All builds of a repository share one cache, and a build forgets what it did not use itself: each image has a scope of its own. */
function scope({ builder: { arch }, registry: { server }, image }: Pick<Config, "builder" | "registry" | "image">): string {
  const path = server !== undefined && image.startsWith(`${server}/`) ? image.slice(server.length + 1) : image;
  return [path, ...arch].join("-").replaceAll(/[^\w.-]/g, "-");
}
