import type { Builder } from "../config.ts";
import type { RawConfig } from "../schema/root.ts";

/** What is left out has Kamal's default. */
export function resolveBuilder(raw: RawConfig["builder"]): Builder {
  return {
    arch: [raw.arch ?? []].flat(),
    driver: raw.driver ?? "docker-container",
    local: raw.local ?? true,
    remote: raw.remote,
    context: raw.context,
    dockerfile: raw.dockerfile ?? "Dockerfile",
    target: raw.target,
    args: raw.args ?? {},
    secrets: raw.secrets ?? [],
    ssh: raw.ssh,
    provenance: raw.provenance,
    sbom: raw.sbom === undefined ? undefined : String(raw.sbom),
    cache: cache(raw.cache),
    pack: raw.pack,
  };
}

function cache(raw: RawConfig["builder"]["cache"]): Builder["cache"] {
  return raw?.type === undefined ? undefined : { type: raw.type, options: raw.options, image: raw.image };
}
