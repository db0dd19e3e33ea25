import { z } from "zod";
import type { GithubAccess } from "./access.ts";
import type { GithubApi } from "./api.ts";
import { GithubFailure } from "./failure.ts";

/** A text on a pull request that is found again by how it begins. */
export interface LastingComment {
  /** The number of the pull request. */
  readonly on: number;
  /** Nobody sees it, as it is a comment of HTML. The text begins with it. */
  readonly marker: string;
  readonly text: string;
  /** Where nothing was said before, nothing is said. */
  readonly onlyAnew?: boolean;
  /** Where this run said it before, so that it need not be looked for. */
  readonly id?: number | undefined;
}

type Repository = Pick<GithubAccess, "repository">;
const comment = z.object({ id: z.number() });
/** docs.github.com/rest/issues/comments: who has left GitHub is nobody. */
const comments = z.array(
  z.object({
    ...{ id: z.number(), body: z.string().nullish() },
    user: z.object({ type: z.string() }).nullish(),
    author_association: z.string().optional(),
  }),
);

/** How many there may be before ours, and how many GitHub tells at once. */
const most = { pages: 30, perPage: 100 };
const subject = { what: "comment on the pull request", permission: "pull-requests: write" };

/**
 * Write the comment, or write it anew where it is. Of two jobs that both found none and wrote one, the later takes its own away.
 * @returns its id; undefined where nothing was said
 * @throws GithubFailure
 */
export async function tell(
  api: GithubApi,
  { on, marker, text, onlyAnew = false, id }: LastingComment,
  { repository }: Repository,
): Promise<number | undefined> {
  const path = `/repos/${repository}/issues/${on}/comments`;
  const write = (found: number): Promise<boolean> =>
    edit(api, { path: `/repos/${repository}/issues/comments/${found}`, body: { body: text } });
  if (id !== undefined && (await write(id))) return id;
  const there = await find(api, path, marker);
  if (there !== undefined && (await write(there))) return there;
  if (onlyAnew) return undefined;
  const made = await api.post({ path, body: { body: text }, subject, repeatable: false }, comment);
  const first = await find(api, path, marker);
  if (first === undefined || first === made.id) return made.id;
  await api.delete(`/repos/${repository}/issues/comments/${made.id}`, subject);
  await write(first);
  return first;
}

/** @returns whether it is still there: people delete comments, and so does another job whose comment was not the first */
async function edit(api: GithubApi, edited: { readonly path: string; readonly body: unknown }): Promise<boolean> {
  try {
    await api.patch({ ...edited, subject }, comment);
    return true;
  } catch (error) {
    if (error instanceof GithubFailure && error.heard?.status === 404) return false;
    throw error;
  }
}

/** The oldest, which is what everybody finds: docs.github.com/rest/issues/comments lists them by their ids. */
async function find(api: GithubApi, path: string, marker: string): Promise<number | undefined> {
  for (let page = 1; page <= most.pages; page++) {
    const found = await api.get(`${path}?per_page=${most.perPage}&page=${page}`, comments, subject);
    const ours = found.find((each) => each.body?.startsWith(marker) && isTrusted(each));
    if (ours || found.length < most.perPage) return ours?.id;
  }
  return undefined;
}

/** Anybody can begin a comment like ours, and would have ours in his name. The token's owner is a bot, or may write here. */
const isTrusted = ({ user, author_association: association = "" }: z.infer<typeof comments>[number]): boolean =>
  user?.type === "Bot" || ["OWNER", "MEMBER", "COLLABORATOR"].includes(association);
