import type { Config } from "../../config/config.ts";

export type CacheConfig = NonNullable<Config["builder"]["cache"]>;

/** Where layers are kept between builds, as flags and their shell text. A cache that cannot be written to fails no build. */
export function cacheSettings(config: Pick<Config, "builder" | "registry" | "image">): [flag: string, text: string][] {
  const { cache } = config.builder;
  if (!cache) return [];
  const options = [...optionsOf(cache), ...(cache.type === "gha" ? missing(cache, "scope", scope(config)) : [])];
  const to = [...place(cache, config), ...options, ...missing(cache, "ignore-error", "true")];
  const from = [...place(cache, config), ...(cache.type === "gha" ? options.filter((option) => readable.test(option)) : [])];
  return [
    ["--cache-to", to.join(",")],
    ["--cache-from", from.join(",")],
  ];
}

/** Whether deploy.yml sets this option of the cache. */
export const sets = (cache: CacheConfig, name: string): boolean =>
  optionsOf(cache).some((option) => option.startsWith(`${name}=`));

/** What a cache is read with, too, as in Kamal. */
const readable = /^(url|url_v2|token|scope|timeout)=/;

const optionsOf = ({ options }: CacheConfig): string[] => options?.split(",") ?? [];

const missing = (cache: CacheConfig, name: string, value: string): string[] => (sets(cache, name) ? [] : [`${name}=${value}`]);

function place(cache: CacheConfig, { registry, image }: Pick<Config, "registry" | "image">): string[] {
  if (cache.type === "gha") return ["type=gha"];
  const reference = cache.image === undefined ? `${image}-build-cache` : [registry.server, cache.image].filter(Boolean).join("/");
  return ["type=registry", `ref=${reference}`];
}

/** All builds of a repository share one cache, and a build forgets what it did not use itself: each image has a scope of its own. */
function scope({ builder: { arch }, registry: { server }, image }: Pick<Config, "builder" | "registry" | "image">): string {
  const path = server !== undefined && image.startsWith(`${server}/`) ? image.slice(server.length + 1) : image;
  return [path, ...arch].join("-").replaceAll(/[^\w.-]/g, "-");
}
