import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Commits } from "../core/report/changes.ts";

const run = promisify(execFile);

/** What git knows about the project. */
export interface Repository {
  readonly root: string;
  /** The project's directory within the repository, without a slash at its end; "" for its root. */
  readonly prefix: string;
  readonly revision: string;
  readonly userName: string | undefined;
  readonly userEmail: string | undefined;
  readonly submodules: boolean;
  /** Something in the working tree is not committed. */
  readonly dirty: boolean;
}

/** Undefined when the directory is in no repository, or in one without a commit. */
export async function readRepository(directory: string): Promise<Repository | undefined> {
  const [place, user = "", changes, modules] = await Promise.all([
    git(directory, "rev-parse", "--show-toplevel", "--show-prefix", "HEAD"),
    git(directory, "config", "--get-regexp", "^user\\.(name|email)$"),
    git(directory, "status", "--porcelain"),
    git(directory, "ls-tree", "--full-tree", "HEAD", ".gitmodules"),
  ]);
  const [root, prefix, revision] = place?.split("\n") ?? [];
  if (root === undefined || prefix === undefined || !revision) return undefined;
  return {
    root,
    prefix: prefix.replace(/\/$/, ""),
    revision,
    userName: lastOf(user, "user.name"),
    userEmail: lastOf(user, "user.email"),
    submodules: modules !== undefined && modules !== "",
    dirty: changes !== "",
  };
}

/** What git goes by, where several of its files say something. */
const lastOf = (listed: string, name: string): string | undefined =>
  listed
    .split("\n")
    .findLast((line) => line.startsWith(`${name} `))
    ?.slice(name.length + 1)
    .trim();

/** The two letters with which `git status` marks a file, such as `??`; "" when it is as committed, or unknown to git. */
export async function markOf(directory: string, file: string): Promise<string> {
  const status = await git(directory, "status", "--porcelain", "--ignored", "--untracked-files=all", "--", file);
  return status?.slice(0, 2) ?? "";
}

/** Files that differ from what is committed, and files that git does not know, ignored or not, by their paths from the directory. */
export async function strayFiles(directory: string): Promise<{ readonly changed: string[]; readonly untracked: string[] }> {
  const names = (text = ""): string[] => text.split("\0").filter((name) => name !== "");
  const [changed, untracked] = await Promise.all([
    git(directory, "ls-files", "-z", "--modified"),
    git(directory, "ls-files", "-z", "--others"),
  ]);
  return { changed: names(changed), untracked: names(untracked) };
}

/** The URL of the remote `origin`, if there is one. */
export const originOf = async (directory: string): Promise<string | undefined> =>
  (await git(directory, "config", "--get", "remote.origin.url"))?.trim();

/** What `head` has and `base` has not, from old to new; of very many the newest. Undefined where git does not know one of them. */
export async function commitsBetween(
  directory: string,
  { base, head }: { readonly base: string; readonly head: string },
): Promise<Commits | undefined> {
  const range = ["--max-count=250", "--reverse", `${base}..${head}`, "--"];
  const log = await git(directory, "log", "--format=%H%x00%s%x00%an", ...range);
  const commits = log
    ?.split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [sha = "", title = "", author = ""] = line.split("\0");
      return { sha, title, author };
    });
  return commits && { commits, total: commits.length };
}

async function git(directory: string, ...args: readonly string[]): Promise<string | undefined> {
  try {
    return (await run("git", ["-C", directory, ...args])).stdout;
  } catch {
    return undefined;
  }
}
