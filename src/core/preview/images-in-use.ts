import { type Digest, readReference } from "../config/image-reference.ts";
import type { PreviewConfig } from "../config/preview/preview.ts";
import { type Container, type Facts, type FactsByHost, imageIdOf } from "../host/facts.ts";
import { isTagOfPreview } from "../host/names.ts";

/** Which images of a repository are to go. */
export interface ImageSelection {
  readonly isOurs: (tag: string) => boolean;
  /** Whether somebody else has the image. */
  readonly isInUse: (digest: string) => boolean;
}

/**
 * What the registry knows the images by that servers have for others than this preview: for the app, where one was promoted to it, or
 * for another preview.
 */
export function imagesInUse(config: PreviewConfig, facts: FactsByHost): ReadonlySet<Digest> {
  return new Set([...facts.values()].flatMap((known) => digestsOn(known, config)));
}

function digestsOn(known: Facts, config: PreviewConfig): Digest[] {
  const others = known.containers.filter(({ service }) => service !== config.service);
  const ids = new Set(others.map(({ image }) => imageIdOf(known, image)));
  const theirs = known.images.filter(({ id, tag }) => ids.has(id) || (tag !== "<none>" && !isTagOfPreview(config, tag)));
  return [...others.flatMap((container) => originOf(container, config)), ...theirs.flatMap(({ digest }) => digest ?? [])];
}

/** By what the image was promoted, if it was. */
function originOf({ origin = "" }: Container, config: PreviewConfig): Digest[] {
  const reference = readReference(origin, config);
  return typeof reference === "string" || reference.digest === undefined ? [] : [reference.digest];
}
