import type { Config } from "../../config/config.ts";
import type { Version } from "../../config/names.ts";
import { imageTag, latestImage } from "../../host/names.ts";
import type { Secret } from "../../shell/secret.ts";
import { sh } from "../../shell/sh.ts";
import { type Variables, wordsOf } from "../../shell/words.ts";
import { settings } from "../app.ts";
import { cacheSettings } from "./cache.ts";
import { platforms } from "./platforms.ts";
import type { BuildTarget } from "./target.ts";

export interface BuildOptions {
  /** false: nothing of earlier builds is used. */
  readonly cache: boolean;
  /** Whether the cache that deploy.yml names can be had. */
  readonly keepsLayers: boolean;
  /** Where the image goes, as for buildx's `--output=type=`. */
  readonly output: string;
  /** The tags say that it holds what is not committed. */
  readonly dirty: boolean;
  /** What settings may refer to, such as `ssh: default=$SSH_AUTH_SOCK`: Kamal's build command is read by the deployer's shell. */
  readonly variables: Variables;
}

/** Build for every architecture with buildx and tag the result twice, in Kamal's order of arguments. */
export function buildArguments(
  config: Config,
  target: BuildTarget,
  version: Version,
  { cache, keepsLayers, output, dirty, variables }: BuildOptions,
): (string | Secret)[] {
  const { builder } = config;
  const read = (text: string) => wordsOf(text, variables);
  const optional = (flag: string, text = "") => (read(text).length > 0 ? [flag, ...read(text)] : []);
  return [
    ...["buildx", "build", `--output=type=${output}`],
    ...platforms(builder.arch),
    ...builderFlag(config, target),
    ...tagFlags(config, version, { dirty }),
    ...(keepsLayers ? cacheSettings(config) : []).flatMap(([flag, text]) => optional(flag, text)),
    ...["--label", `service=${config.service}`],
    ...read(assignments("--build-arg", builder.args)),
    ...builder.secrets.flatMap((secret) => ["--secret", `id=${secret}`]),
    ...optional("--file", builder.dockerfile),
    ...optional("--target", builder.target),
    ...optional("--ssh", builder.ssh),
    ...optional("--provenance", builder.provenance),
    ...optional("--sbom", builder.sbom),
    ...(cache ? [] : ["--no-cache"]),
    ...read(builder.context ?? "."),
  ];
}

/** With Docker's own driver Kamal names no builder, not even a remote one. */
const builderFlag = ({ builder }: Config, { kind, name }: BuildTarget): string[] =>
  name === undefined || (kind !== "local" && builder.driver === "docker") ? [] : ["--builder", name];

/** The version and the destination's latest; with `-dirty` after both, an image of uncommitted work is never deployed. */
export const tagFlags = (config: Config, version: Version, { dirty }: { readonly dirty: boolean }): string[] =>
  [imageTag(config, version), latestImage(config)].flatMap((tag) => ["-t", dirty ? `${tag}-dirty` : tag]);

/** Shell text: here Kamal quotes, and leaves only `${NAME}` to the shell. */
export const assignments = (flag: string, values: Readonly<Record<string, string>>): string =>
  String(sh`${settings(flag, values)}`);
