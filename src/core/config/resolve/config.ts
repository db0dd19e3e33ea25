import type { Config } from "../config.ts";
import type { RawConfig } from "../schema/root.ts";
import { resolveBuilder } from "./builder.ts";
import { resolveEnv } from "./env.ts";
import { resolveLandfall } from "./landfall.ts";
import type { Layout } from "./layout.ts";
import { resolveLogging } from "./logging.ts";
import { resolveRegistry } from "./registry.ts";
import { primaryRoleName } from "./roles.ts";
import { resolveSsh } from "./ssh.ts";

/** What a checked file means. */
export function resolveConfig(
  raw: RawConfig,
  layout: Layout & Pick<Config, "primaryHost">,
  destination: string | undefined,
): Config {
  const registry = resolveRegistry(raw.registry);
  return {
    service: raw.service,
    destination,
    image: [registry.server, raw.image ?? raw.service].filter((part) => part !== undefined).join("/"),
    registry,
    builder: resolveBuilder(raw.builder),
    ...layout,
    primaryRole: primaryRoleName(raw),
    ssh: resolveSsh(raw),
    boot: { limit: raw.boot?.limit, wait: raw.boot?.wait ?? 0, parallelRoles: raw.boot?.parallel_roles ?? false },
    volumes: raw.volumes ?? [],
    logging: resolveLogging(raw.logging),
    envTags: Object.fromEntries(Object.entries(raw.env?.tags ?? {}).map(([tag, env]) => [tag, resolveEnv(env)])),
    aliases: raw.aliases ?? {},
    ...paths(raw),
    ...timings(raw),
    hooksOutput: raw.hooks_output,
    output: { otelEndpoint: raw.output?.otel?.endpoint, filePath: raw.output?.file?.path },
    landfall: resolveLandfall(raw),
  };
}

function paths(raw: RawConfig): Pick<Config, "hooksPath" | "secretsPath" | "errorPagesPath"> {
  return {
    hooksPath: raw.hooks_path ?? ".kamal/hooks",
    secretsPath: raw.secrets_path ?? ".kamal/secrets",
    errorPagesPath: raw.error_pages_path,
  };
}

function timings(
  raw: RawConfig,
): Pick<Config, "retainContainers" | "readinessDelay" | "deployTimeout" | "drainTimeout" | "stopTimeout"> {
  return {
    retainContainers: raw.retain_containers ?? 5,
    readinessDelay: raw.readiness_delay ?? 7,
    deployTimeout: raw.deploy_timeout ?? 30,
    drainTimeout: raw.drain_timeout ?? 30,
    stopTimeout: raw.stop_timeout,
  };
}
