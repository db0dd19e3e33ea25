import { tagBeside } from "../adapters/registry/tagging.ts";
import { loginOf } from "../core/commands/registry.ts";
import type { Config } from "../core/config/config.ts";
import { isOwnImage, namedImage, type PinnedImage, versionOfImage } from "../core/config/image-reference.ts";
import { isTagOfAnyPreview } from "../core/host/names.ts";
import type { Release } from "../core/plan/release.ts";
import { httpObstacle } from "../core/report/http-obstacle.ts";
import type { Asker } from "./github.ts";

/** What a registry is given for everything that is asked of it, in milliseconds. */
const patience = 15_000;

/**
 * Before the app is given the image of a preview: a tag of its own for it in the registry. The preview's go with the preview, often
 * at the same time, and with the last tag the image. Nothing of it throws.
 */
export async function keepImage(
  { secrets, config, image, version }: Pick<Release, "secrets" | "config" | "image" | "version">,
  { cancel, watcher }: Pick<Asker, "cancel" | "watcher">,
): Promise<void> {
  if (!image || config.preview || !isOwnImage(config, image) || !maybeOfPreview(image, config)) return;
  const names = [version, versionOfImage({ ...image, tag: undefined })];
  const tagging = { image, login: loginOf(config, secrets), isTheirs: isTagOfAnyPreview, names };
  const signal = AbortSignal.any([cancel, AbortSignal.timeout(patience)]);
  const obstacle = await tagBeside(tagging, { signal, tell: watcher.note }).then(
    (left) => (left === "taken" ? "other images have all the names that it could have" : left && `it answers ${left}`),
    (error: unknown) => httpObstacle(error),
  );
  if (obstacle && !cancel.aborted) watcher.note(notKept(image, version, obstacle));
}

/** By its digest it may be whose it will, and nobody who has no previews is to wait for the registry. */
const maybeOfPreview = ({ tag }: PinnedImage, { landfall }: Config): boolean =>
  tag === undefined ? landfall.preview !== undefined : isTagOfAnyPreview(tag);

const notKept = (image: PinnedImage, version: string, obstacle: string): string =>
  `${image.server} did not take the tag ${version} for ${namedImage(image)}: ${obstacle}. If no other tag holds it, it is deleted there together with the preview that it was built for`;
