import { digestOf } from "../adapters/registry/digest.ts";
import { loginOf } from "../core/commands/registry.ts";
import type { Config } from "../core/config/config.ts";
import {
  type ImageReference,
  isAtRegistry,
  isPinned,
  namedImage,
  type PinnedImage,
  readReference,
  versionOfImage,
} from "../core/config/image-reference.ts";
import { Refusal } from "../core/report/refusal.ts";
import { addresseeOf, typedCommand } from "../core/report/typed-command.ts";
import type { Call } from "./call.ts";
import type { Project } from "./project.ts";
import type { ReleaseOptions, Request } from "./request.ts";
import type { Verb } from "./verbs.ts";

/** The image that was asked for instead of a build. @throws Refusal when it is none, or this verb takes none */
export function askedImage({ image, shard }: ReleaseOptions, verb: Verb, config: Config): ImageReference | undefined {
  if (image === undefined) return undefined;
  if (!verb.builds)
    throw new Refusal([
      `A ${verb.name} takes a version that was deployed before, and no image: "${typedCommand(`deploy --image ${image}`, addresseeOf(config))}"`,
    ]);
  const read = readReference(image, config);
  if (typeof read === "string") throw new Refusal([read]);
  if (shard && !isPinned(read))
    throw new Refusal([
      `Shards ask at different times what ${namedImage(read)} is: give the image's digest, as in NAME@sha256:...`,
    ]);
  return read;
}

/** The image that is meant now, on every server the same. @throws Refusal when its registry does not tell */
export async function pinned(
  image: ImageReference,
  { config, secrets }: Pick<Project, "config" | "secrets">,
  { cancel, watcher }: Pick<Call, "cancel" | "watcher">,
): Promise<PinnedImage> {
  const login = isAtRegistry(config, image) ? loginOf(config, secrets) : undefined;
  return { ...image, digest: image.digest ?? (await digestOf(image, login, { cancel, tell: watcher.note })) };
}

/** The version is the image's, where none is asked for. */
export const versionedBy = (image: PinnedImage | undefined, { version, ...request }: Request): Request => ({
  ...request,
  version: version ?? (image && !request.env.VERSION ? versionOfImage(image) : undefined),
});
