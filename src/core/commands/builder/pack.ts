import type { Config } from "../../config/config.ts";
import type { Version } from "../../config/names.ts";
import type { Secret } from "../../shell/secret.ts";
import { wordsOf } from "../../shell/words.ts";
import { assignments, type BuildOptions, tagFlags } from "./build.ts";
import { platforms } from "./platforms.ts";

/** Gives images the labels that BP_IMAGE_LABELS names; Kamal always adds it. */
const labelling = "paketo-buildpacks/image-labels";

/** Build with Cloud Native Buildpacks. Secrets are named only: `pack` takes their values from its environment. */
export function packArguments(
  config: Config,
  pack: NonNullable<Config["builder"]["pack"]>,
  version: Version,
  { cache, dirty, variables }: Pick<BuildOptions, "cache" | "dirty" | "variables">,
): (string | Secret)[] {
  const { builder, image, service } = config;
  return [
    ...["build", image, ...platforms(builder.arch.slice(0, 1)), "--creation-time", "now", "--builder", pack.builder],
    ...[...pack.buildpacks, labelling].flatMap((buildpack) => ["--buildpack", buildpack]),
    ...tagFlags(config, version, { dirty }),
    ...(cache ? [] : ["--clear-cache"]),
    ...["--env", `BP_IMAGE_LABELS=service=${service}`],
    ...wordsOf(assignments("--env", builder.args), variables),
    ...builder.secrets.flatMap((secret) => ["--env", secret]),
    ...["--path", ...wordsOf(builder.context ?? ".", variables)],
  ];
}
