import type { Login } from "../../core/commands/registry.ts";
import type { ImageReference } from "../../core/config/image-reference.ts";
import type { ImageSelection } from "../../core/preview/images-in-use.ts";
import type { ImagesObstacle } from "../../core/preview/images-left.ts";
import { digestsOf, manifest, type Tagged } from "./manifest.ts";
import type { Asking } from "./repeated-request.ts";
import { type AskRepository, openRepository } from "./repository.ts";
import { tagsOf } from "./tags.ts";

export interface Deletion extends ImageSelection {
  readonly image: ImageReference;
  /** Undefined: the registry is asked as whoever comes along. */
  readonly login: Login | undefined;
}

/** What became of it. */
export interface Deleted {
  /** The tags of images that somebody else has. */
  readonly kept: readonly string[];
  /** Why others are still there. */
  readonly obstacle?: Obstacle | undefined;
}

type Obstacle = Extract<ImagesObstacle, { readonly status: number } | { readonly tags: number }>;

/** How many of a preview's tags are deleted, and how many others may be asked about before. */
const most = { ours: 500, others: 500 };

/**
 * Delete tags. A registry that deletes no tags but images is only given those that nobody else has a tag for.
 * @throws as fetch does, and Error where it answers in a way that is not known
 */
export async function deleteTags({ image, login, isOurs, isInUse }: Deletion, asking: Asking): Promise<Deleted> {
  const ask = openRepository(image, login, asking);
  const tags = await tagsOf(ask);
  if (tags instanceof Response) return { kept: [], obstacle: { kind: "unlisted", status: tags.status } };
  const named = tags.names.filter(isOurs);
  const ours = await digestsOf(ask, named.slice(0, most.ours));
  const kept = ours.filter(({ digest }) => isInUse(digest)).map(({ tag }) => tag);
  const surplus = ours.filter(({ digest }) => !isInUse(digest));
  const left = await deleteEach(ask, surplus, ({ tag }) => tag);
  const isWhole = tags.areAll && named.length <= most.ours;
  if (!left) return isWhole ? { kept } : { kept, obstacle: { kind: "unread", tags: tags.names.length } };
  if (!noTags.includes(left.status)) return { kept, obstacle: { kind: "refused", status: left.status } };
  const others = tags.names.filter((tag) => !isOurs(tag));
  if (!isWhole || others.length > most.others) return { kept, obstacle: { kind: "too many", tags: others.length } };
  return deleteImages(ask, { surplus, others, kept });
}

/** What a registry may say that deletes images by their digest alone, or none at all: distribution-spec, "Deleting tags". */
const noTags: readonly number[] = [400, 404, 405, 501];

interface ImagesToGo {
  readonly surplus: readonly Tagged[];
  readonly others: readonly string[];
  readonly kept: readonly string[];
}

async function deleteImages(ask: AskRepository, { surplus, others, kept }: ImagesToGo): Promise<Deleted> {
  const shared = new Set((await digestsOf(ask, others)).map(({ digest }) => digest));
  const lonely = surplus.filter(({ digest }) => !shared.has(digest));
  const left = await deleteEach(ask, lonely, ({ digest }) => digest);
  const also = surplus.filter(({ digest }) => shared.has(digest)).map(({ tag }) => tag);
  return { kept: [...kept, ...also], obstacle: left && { kind: "refused", status: left.status } };
}

/** Each once, in turn: a registry that does not delete the first deletes none. @returns what it said then */
async function deleteEach(
  ask: AskRepository,
  images: readonly Tagged[],
  nameOf: (image: Tagged) => string,
): Promise<Response | undefined> {
  for (const reference of new Set(images.map(nameOf))) {
    const response = await ask({ method: "DELETE", path: `manifests/${reference}` });
    if (!response.ok && !(await isGone(ask, response, reference))) return response;
  }
  return undefined;
}

/** Somebody else may have been faster; a registry may also not know how to delete by such a name. */
const isGone = async (ask: AskRepository, { status }: Response, reference: string): Promise<boolean> =>
  status === 404 && (await manifest(ask, "HEAD", reference)).status === 404;
