import type { Config } from "../config/config.ts";
import { type Digest, isPinned, type PinnedImage, readReference } from "../config/image-reference.ts";
import type { Version } from "../config/names.ts";
import { appHosts } from "../config/placement.ts";
import type { Facts, FactsByHost } from "./facts.ts";
import { imageTag, shown } from "./names.ts";

/** Where a version's image comes from if it was not built for the service, as its containers tell. */
export const originOf = (config: Config, version: Version, facts: FactsByHost): PinnedImage | undefined =>
  appHosts(config)
    .flatMap((host) => originsOn(facts.get(host), config, version))
    .at(0);

/** What the registry knows a version's image by; undefined where the servers do not know, or not the same. */
export function digestOf(config: Config, version: Version, facts: FactsByHost): Digest | undefined {
  const known = appHosts(config).map((host) => digestsOn(facts.get(host), config, version));
  const [first = [], ...others] = known.filter((digests) => digests.length > 0);
  return first.find((digest) => others.every((digests) => digests.includes(digest)));
}

/** By what the registry knows the image that a host has of a version. Docker remembers it for the repository only that it was pulled from. */
export function digestsOn(facts: Facts | undefined, config: Config, version: Version): Digest[] {
  const name = shown(imageTag(config, version));
  const named = facts?.images.filter(({ repository, tag }) => `${repository}:${tag}` === name) ?? [];
  const own = named.flatMap(({ digest }) => digest ?? []);
  return own.length > 0 ? own : originsOn(facts, config, version).map(({ digest }) => digest);
}

/** A container whose image goes by another name, or by none, may be of an image that had the version's name before. */
function originsOn(facts: Facts | undefined, config: Config, version: Version): PinnedImage[] {
  const name = shown(imageTag(config, version));
  const made = facts?.containers.filter(({ service, image }) => service === config.service && image === name) ?? [];
  const origins = made.map(({ origin = "" }) => readReference(origin, config));
  return origins.filter((origin) => typeof origin !== "string").filter(isPinned);
}
