import type { Login } from "../../core/commands/registry.ts";
import type { PinnedImage } from "../../core/config/image-reference.ts";
import { wholeBody } from "../whole-body.ts";
import { digestIn, digestsOf, manifest } from "./manifest.ts";
import type { Asking } from "./repeated-request.ts";
import { type AskRepository, openRepository } from "./repository.ts";
import { tagsOf } from "./tags.ts";

/** An image that may be tagged as somebody's who may delete it. */
export interface Tagging {
  readonly image: PinnedImage;
  readonly login: Login | undefined;
  readonly isTheirs: (tag: string) => boolean;
  /** What to call it: the first that is free, or its own already. */
  readonly names: readonly string[];
}

/** How many of their tags are asked about, where the image is only known by its digest. */
const most = 200;

/**
 * Give an image that is theirs a tag beside theirs; any other is left as it is.
 * @returns what the registry answered, as an HTTP status, where it did not take it; `taken` where all names are those of other images
 * @throws as fetch does, and Error where it answers in a way that is not known
 */
export async function tagBeside(
  { image, login, isTheirs, names }: Tagging,
  asking: Asking,
): Promise<number | "taken" | undefined> {
  const ask = openRepository(image, login, asking);
  const isKnown = image.tag === undefined ? await hasTag(ask, image, isTheirs) : isTheirs(image.tag);
  if (!isKnown) return undefined;
  const shown = await manifest(ask, "GET", image.digest);
  if (!shown.ok) return shown.status;
  const body = await wholeBody(shown);
  const type = shown.headers.get("content-type") ?? "application/vnd.oci.image.manifest.v1+json";
  for (const name of names) {
    const there = await manifest(ask, "HEAD", name);
    if (there.ok && (await digestIn(there, () => manifest(ask, "GET", name))) === image.digest) return undefined;
    if (there.status !== 404) continue;
    const { ok, status } = await ask({ method: "PUT", path: `manifests/${name}`, headers: { "content-type": type }, body });
    return ok ? undefined : status;
  }
  return "taken";
}

async function hasTag(ask: AskRepository, { digest }: PinnedImage, isTheirs: Tagging["isTheirs"]): Promise<boolean> {
  const tags = await tagsOf(ask);
  if (tags instanceof Response) return false;
  const theirs = await digestsOf(ask, tags.names.filter(isTheirs).slice(0, most));
  return theirs.some((each) => each.digest === digest);
}
