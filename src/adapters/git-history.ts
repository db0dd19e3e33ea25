import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Commit, Commits } from "../core/report/changes.ts";
import { commitOf, git } from "./git.ts";

/**
 * What the commit `head` has and `base` has not, from old to new; of very many the newest. Undefined where git does not know one of
 * them, or not all that lies between: a shallow clone's history is cut.
 */
export async function commitsBetween(
  directory: string,
  { base, head }: { readonly base: string; readonly head: string },
): Promise<Commits | undefined> {
  const known = await Promise.all([hasCommit(directory, base), hasCommit(directory, head)]);
  if (known.includes(false)) return undefined;
  const between = `${base}..${head}`;
  const [all, log, cuts] = await Promise.all([
    git(directory, "rev-list", between, "--"),
    git(directory, "log", "--format=%H%x00%s%x00%an", "--max-count=250", "--reverse", between, "--"),
    cutCommits(directory),
  ]);
  if (all === undefined || log === undefined) return undefined;
  const shas = linesOf(all);
  return shas.some((sha) => cuts.has(sha)) ? undefined : { commits: linesOf(log).map(commitIn), total: shas.length };
}

/** Whether a commit of that name is here, whole or its beginning; a branch or a tag of that name is none. */
const hasCommit = async (directory: string, name: string): Promise<boolean> =>
  (await commitOf(directory, name))?.startsWith(name) ?? false;

/** Those whose parents a shallow clone has left out; source: https://git-scm.com/docs/shallow */
async function cutCommits(directory: string): Promise<ReadonlySet<string>> {
  const file = await git(directory, "rev-parse", "--git-path", "shallow");
  const path = file && resolve(directory, file.trimEnd());
  return new Set(linesOf(path && existsSync(path) ? await readFile(path, "utf8") : ""));
}

function commitIn(line: string): Commit {
  const [sha = "", title = "", author = ""] = line.split("\0");
  return { sha, title, author };
}

const linesOf = (text: string): string[] => text.split("\n").filter((line) => line !== "");
