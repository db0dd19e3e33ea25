import { z } from "zod";
import type { Commit, Commits } from "../../core/report/changes.ts";
import type { GithubAccess } from "./access.ts";
import type { GithubApi } from "./api.ts";
import { GithubFailure } from "./failure.ts";

const answer = z.object({
  total_commits: z.number(),
  commits: z.array(
    z.object({
      sha: z.string(),
      html_url: z.string(),
      author: z.object({ login: z.string().optional() }).nullable(),
      commit: z.object({ message: z.string(), author: z.object({ name: z.string().optional() }).nullable() }),
    }),
  ),
});

/**
 * What `head` has and `base` has not; undefined where GitHub does not know one of them, or they have no history in common.
 * @throws GithubFailure
 */
export async function commitsBetween(
  api: GithubApi,
  { base, head }: { readonly base: string; readonly head: string },
  { repository }: Pick<GithubAccess, "repository">,
): Promise<Commits | undefined> {
  const path = `/repos/${repository}/compare/${encodeURIComponent(base)}...${encodeURIComponent(head)}`;
  try {
    const found = await api.get(path, answer, { what: `compare ${base} with ${head}`, permission: "contents: read" });
    return { total: found.total_commits, commits: found.commits.map(commitOf) };
  } catch (error) {
    if (error instanceof GithubFailure && error.heard?.status === 404) return undefined;
    throw error;
  }
}

const commitOf = ({ sha, html_url: url, author, commit }: z.infer<typeof answer>["commits"][number]): Commit => ({
  sha,
  title: commit.message.split("\n", 1)[0] ?? "",
  author: author?.login ?? commit.author?.name ?? "",
  url,
});
