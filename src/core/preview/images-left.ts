import { counted, listed } from "../report/counting.ts";

/** Where it is looked for. */
export const githubToken = "GH_TOKEN or GITHUB_TOKEN, or in the action's input github-token";

/**
 * Why a registry still has the images of a preview that is gone. `unlisted`, `refused`: by the registry, with its HTTP status.
 * `unread`, `unseen`: it has more than were looked through. `too many`: to be sure that none of them is somebody else's.
 */
export type ImagesObstacle =
  | { readonly kind: "hub" }
  | { readonly kind: "no token" }
  | { readonly kind: "no password"; readonly secret: string }
  | { readonly kind: "unreachable"; readonly reason: string }
  | { readonly kind: "unlisted" | "refused"; readonly status: number }
  | { readonly kind: "unread" | "too many"; readonly tags: number }
  | { readonly kind: "unseen"; readonly images: number };

/**
 * The same for all previews of a registry, so that it need be said only once.
 * @param server the registry's name
 * @param username whom it was asked as: a name, or that of the secret that it stands in
 */
export function imagesLeft(server: string, username: string | undefined, obstacle: ImagesObstacle): string {
  const which = obstacle.kind === "unseen" ? "Images of previews among the others" : "The images of previews";
  const stay = `${which} stay there: their tags begin with "landfall-" and "latest-landfall-"`;
  const later = obstacle.kind === "unreachable" ? '. "landfall preview remove NUMBER" deletes them later' : "";
  return `${why(server, username ?? "somebody without a password", obstacle)}. ${stay}${later}`;
}

function why(server: string, username: string, obstacle: ImagesObstacle): string {
  switch (obstacle.kind) {
    case "hub":
      return "The registry of Docker Hub deletes nothing; its pages do";
    case "no token":
      return `${server} deletes images only by GitHub's API, and there is no token for that: it takes one in ${githubToken}`;
    case "no password":
      return `${server} was not asked to delete images: the secret ${obstacle.secret} has no value`;
    case "unreachable":
      return `${server} was not reached to delete images: ${obstacle.reason}`;
    case "unread":
      return `${server} has more tags than were looked through (${obstacle.tags})`;
    case "unseen":
      return `${server} may have more images than were looked through (${obstacle.images})`;
    case "too many":
      return `${server} deletes no tags, only images with all of their tags, and looking whose else they are takes too long among ${counted(obstacle.tags, "tag")}`;
    case "unlisted":
      return `${server} does not list its tags to ${username} (it answers ${obstacle.status})`;
    case "refused":
      return isDenial(obstacle.status)
        ? `${server} does not let ${username} delete images (it answers ${obstacle.status})`
        : `${server} deletes no images as it is set up (it answers ${obstacle.status})`;
  }
}

const isDenial = (status: number): boolean => status === 401 || status === 403;

/** Where tags stay as somebody else has the same images; registries list them in any order. */
export const imagesKept = (server: string, tags: readonly string[]): string =>
  `${listed(tags.toSorted())} ${tags.length === 1 ? "stays" : "stay"} at ${server}: the app, or another preview, has the same image`;
