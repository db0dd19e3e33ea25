import { z } from "zod";
import type { GithubAccess } from "./access.ts";
import type { GithubApi } from "./api.ts";

/** A text on a pull request that is found again by how it begins. */
export interface LastingComment {
  /** The number of the pull request. */
  readonly on: number;
  /** Nobody sees it, as it is a comment of HTML. The text begins with it. */
  readonly marker: string;
  readonly text: string;
  /** Where nothing was said before, nothing is said. */
  readonly onlyAnew?: boolean;
}

type Repository = Pick<GithubAccess, "repository">;
const comment = z.object({ id: z.number(), body: z.string().nullish() });
const comments = z.array(comment);

/** How many there may be before ours, and how many GitHub tells at once. */
const most = { pages: 10, perPage: 100 };
const subject = { what: "comment on the pull request", permission: "pull-requests: write" };

/**
 * Write the comment, or write it anew where it is. Of two jobs that both found none and wrote one, the later takes its own away.
 * @throws GithubFailure
 */
export async function tell(
  api: GithubApi,
  { on, marker, text, onlyAnew = false }: LastingComment,
  { repository }: Repository,
): Promise<void> {
  const path = `/repos/${repository}/issues/${on}/comments`;
  const edit = async (id: number): Promise<void> => {
    await api.patch({ path: `/repos/${repository}/issues/comments/${id}`, body: { body: text }, subject }, comment);
  };
  const there = await find(api, path, marker);
  if (there !== undefined) return edit(there);
  if (onlyAnew) return;
  const made = await api.post({ path, body: { body: text }, subject, repeatable: false }, comment);
  const first = await find(api, path, marker);
  if (first === undefined || first === made.id) return;
  await api.delete(`/repos/${repository}/issues/comments/${made.id}`, subject);
  await edit(first);
}

/** The oldest, which is what everybody finds: docs.github.com/rest/issues/comments lists them by their ids. */
async function find(api: GithubApi, path: string, marker: string): Promise<number | undefined> {
  for (let page = 1; page <= most.pages; page++) {
    const found = await api.get(`${path}?per_page=${most.perPage}&page=${page}`, comments, subject);
    const ours = found.find(({ body }) => body?.startsWith(marker));
    if (ours || found.length < most.perPage) return ours?.id;
  }
  return undefined;
}
