import { z } from "zod";
import type { ImageSelection } from "../../core/preview/images-in-use.ts";
import type { GithubApi } from "./api.ts";
import { GithubFailure } from "./failure.ts";

/** Images in GitHub's registry. */
export interface ImagePackage {
  /** As in `ghcr.io/OWNER/NAME`. */
  readonly owner: string;
  readonly name: string;
}

/** One image, by its digest and all of its tags. */
const version = z.object({
  id: z.number(),
  name: z.string(),
  metadata: z.object({ container: z.object({ tags: z.array(z.string()) }) }),
});
const versions = z.array(version);
type ImageVersion = z.infer<typeof version>;

const most = { pages: 20, perPage: 100 };
const subject = { what: "delete the images of a preview", permission: "packages: write" };

/**
 * Delete the images that have no tags but these: one with another tag is somebody else's as well. The list of an image for several
 * platforms goes; GitHub keeps what is in it, without a tag. Where there is no such package, there is nothing to do.
 * @returns how many were looked through, where there may be more
 * @throws GithubFailure
 */
export async function removeImages(
  api: GithubApi,
  image: ImagePackage,
  { isOurs, isInUse }: ImageSelection,
): Promise<number | undefined> {
  for (const kind of ["orgs", "users"] as const) {
    const path = `/${kind}/${image.owner}/packages/container/${encodeURIComponent(image.name)}/versions`;
    const found = await versionsAt(api, path);
    if (!found) continue;
    const ours = found.filter(({ name, metadata }) => isOnly(metadata.container.tags, isOurs) && !isInUse(name));
    for (const { id } of ours) await api.delete(`${path}/${id}`, subject);
    return found.length < most.pages * most.perPage ? undefined : found.length;
  }
  return undefined;
}

const isOnly = (tags: readonly string[], isOurs: (tag: string) => boolean): boolean => tags.length > 0 && tags.every(isOurs);

/** docs.github.com/rest/packages/packages: the owner may be an organization or a person. Undefined where there is none of that kind. */
async function versionsAt(api: GithubApi, path: string): Promise<readonly ImageVersion[] | undefined> {
  const all: ImageVersion[] = [];
  try {
    for (let page = 1; page <= most.pages; page++) {
      const found = await api.get(`${path}?per_page=${most.perPage}&page=${page}`, versions, subject);
      all.push(...found);
      if (found.length < most.perPage) break;
    }
    return all;
  } catch (error) {
    if (error instanceof GithubFailure && error.heard?.status === 404) return undefined;
    throw error;
  }
}
