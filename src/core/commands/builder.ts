import type { Config } from "../config/config.ts";
import type { Version } from "../config/names.ts";
import { imageTag, latestImage } from "../host/names.ts";

/** The name under which Kamal makes its buildx builder; undefined for the engine's own, which needs none. */
export function builderName({ builder, registry }: Config): string | undefined {
  if (builder.driver === "docker") return undefined;
  return registry.local ? `kamal-local-registry-${builder.driver}` : `kamal-local-${builder.driver}`;
}

export const createArguments = (config: Config, name: string): string[] => [
  ...["buildx", "create", "--name", name, `--driver=${config.builder.driver}`],
  ...(config.registry.local ? ["--driver-opt", "network=host"] : []),
];

/** Build for every architecture and push both tags, in Kamal's order of arguments. */
export function buildArguments(config: Config, version: Version, options: { readonly cache: boolean }): string[] {
  const { builder } = config;
  const name = builderName(config);
  return [
    ...["buildx", "build", "--output=type=registry"],
    ...(builder.arch.length > 0 ? ["--platform", builder.arch.map((arch) => `linux/${arch}`).join(",")] : []),
    ...(name === undefined ? [] : ["--builder", name]),
    ...["-t", imageTag(config, version), "-t", latestImage(config)],
    ...cacheArguments(config),
    ...["--label", `service=${config.service}`],
    ...Object.entries(builder.args).flatMap(([key, value]) => ["--build-arg", `${key}=${value}`]),
    ...builder.secrets.flatMap((secret) => ["--secret", `id=${secret}`]),
    ...["--file", builder.dockerfile],
    ...optional("--target", builder.target),
    ...optional("--ssh", builder.ssh),
    ...optional("--provenance", builder.provenance),
    ...optional("--sbom", builder.sbom),
    ...(options.cache ? [] : ["--no-cache"]),
    builder.context ?? ".",
  ];
}

function cacheArguments({ builder: { cache }, registry, image }: Config): string[] {
  if (!cache) return [];
  const options = cache.options?.split(",") ?? [];
  const to = (first: readonly string[], rest: readonly string[]): string => [...first, ...rest].join(",");
  if (cache.type === "gha") {
    const readable = options.filter((option) => /^(url|url_v2|token|scope|timeout)=/.test(option));
    return ["--cache-to", to(["type=gha"], options), "--cache-from", to(["type=gha"], readable)];
  }
  const reference = cache.image === undefined ? `${image}-build-cache` : [registry.server, cache.image].filter(Boolean).join("/");
  const source = ["type=registry", `ref=${reference}`];
  return ["--cache-to", to(source, options), "--cache-from", to(source, [])];
}

const optional = (flag: string, value: string | undefined): string[] => (value === undefined ? [] : [flag, value]);
