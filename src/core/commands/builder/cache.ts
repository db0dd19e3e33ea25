import type { Config } from "../../config/config.ts";

/** Where layers are kept between builds, as flags and their shell text. */
export function cacheSettings({ builder: { cache }, registry, image }: Config): [flag: string, text: string][] {
  if (!cache) return [];
  const options = cache.options?.split(",") ?? [];
  const to = (first: readonly string[], rest: readonly string[]): string => [...first, ...rest].join(",");
  if (cache.type === "gha") {
    const readable = options.filter((option) => /^(url|url_v2|token|scope|timeout)=/.test(option));
    return [
      ["--cache-to", to(["type=gha"], options)],
      ["--cache-from", to(["type=gha"], readable)],
    ];
  }
  const reference = cache.image === undefined ? `${image}-build-cache` : [registry.server, cache.image].filter(Boolean).join("/");
  const source = ["type=registry", `ref=${reference}`];
  return [
    ["--cache-to", to(source, options)],
    ["--cache-from", to(source, [])],
  ];
}
