import type { ImagePackage } from "../adapters/github/packages.ts";
import { deleteTags } from "../adapters/registry/deletion.ts";
import { type Login, loginOf } from "../core/commands/registry.ts";
import type { Registry } from "../core/config/config.ts";
import { isGithubRegistry } from "../core/config/credentials.ts";
import { type ImageReference, readReference } from "../core/config/image-reference.ts";
import type { PreviewConfig } from "../core/config/preview/preview.ts";
import { registrySecrets } from "../core/config/secrets.ts";
import type { FactsByHost } from "../core/host/facts.ts";
import { isTagOfPreview } from "../core/host/names.ts";
import { type ImageSelection, imagesInUse } from "../core/preview/images-in-use.ts";
import { type ImagesObstacle, imagesKept, imagesLeft } from "../core/preview/images-left.ts";
import { httpObstacle } from "../core/report/http-obstacle.ts";
import type { Secrets } from "../core/shell/secret.ts";
import { type Asker, githubOf } from "./github.ts";

/** A preview that was taken away. */
export interface Gone {
  readonly config: PreviewConfig;
  /** What its servers said before. */
  readonly facts: FactsByHost;
  readonly secrets: Secrets;
}

/** What a registry is given for everything that is asked of it, in milliseconds. */
const patience = 20_000;

/**
 * Delete what was pushed for a preview, but for images that the app has as well, as far as tags, GitHub's deployments and the servers
 * of previews tell. Nothing of it throws: what stays is told.
 */
export async function removeImages({ config, facts, secrets }: Gone, call: Asker): Promise<void> {
  const image = readReference(config.image, config);
  if (typeof image === "string") return;
  const used = new Set<string>([...imagesInUse(config, facts), ...(await githubOf(call).liveDigests())]);
  const which = { isOurs: (tag: string) => isTagOfPreview(config, tag), isInUse: (digest: string) => used.has(digest) };
  const left = await removeAt(image, { config, secrets, which }, call);
  if (left && !call.cancel.aborted) call.watcher.note(imagesLeft(image.server, userName(config.registry), left));
}

/** A secret goes by its own name. */
function userName({ username }: Registry): string | undefined {
  if (username === undefined || "given" in username) return undefined;
  return "literal" in username ? username.literal : username.secret;
}

interface Removal extends Pick<Gone, "config" | "secrets"> {
  readonly which: ImageSelection;
}

/** @returns why something may still be there */
async function removeAt(
  image: ImageReference,
  { config, secrets, which }: Removal,
  call: Asker,
): Promise<ImagesObstacle | undefined> {
  if (isGithubRegistry(config.registry.server)) return removeAtGithub(image, which, call);
  if (image.server === "docker.io") return { kind: "hub" };
  const missing = registrySecrets(config).find(({ secret }) => secrets.get(secret)?.isBlank !== false);
  if (missing) return { kind: "no password", secret: missing.secret };
  return removeByTags(image, loginOf(config, secrets), which, call);
}

/** GitHub's registry takes no deletions itself. */
async function removeAtGithub({ path }: ImageReference, which: ImageSelection, call: Asker): Promise<ImagesObstacle | undefined> {
  if (!call.request.github) return { kind: "no token" };
  const slash = path.indexOf("/");
  const image: ImagePackage = { owner: path.slice(0, slash), name: path.slice(slash + 1) };
  const images = await githubOf(call).removeImages(image, which);
  return images === undefined ? undefined : { kind: "unseen", images };
}

async function removeByTags(
  image: ImageReference,
  login: Login | undefined,
  which: ImageSelection,
  { cancel, watcher }: Asker,
): Promise<ImagesObstacle | undefined> {
  const signal = AbortSignal.any([cancel, AbortSignal.timeout(patience)]);
  try {
    const { kept, obstacle } = await deleteTags({ image, login, ...which }, { signal, tell: watcher.note });
    if (kept.length > 0) watcher.note(imagesKept(image.server, kept));
    return obstacle;
  } catch (error) {
    return { kind: "unreachable", reason: httpObstacle(error) };
  }
}
