import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import type { GitComplaint } from "../core/report/no-commit.ts";

/** What git is given to look at the clone, in seconds: it asks no server. */
const patience = 60;

const limits = { timeout: patience * 1000, killSignal: "SIGKILL" } as const;
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

/** What keeps git from telling the commit of a directory where {@link readRepository} came to nothing. */
export async function gitComplaint(directory: string): Promise<GitComplaint> {
  try {
    await run("git", ["-C", directory, "rev-parse", "--git-dir"], { ...limits, env: { ...process.env, LC_ALL: "C" } });
    return { kind: "no commit" };
  } catch (error) {
    const { code, killed, stderr } = whyFailed.parse(error);
    if (code === "ENOENT") return { kind: "no git" };
    if (killed) return { kind: "refused", said: `it did not answer within ${patience} s` };
    const said = stderr.trim().replace(/^fatal: /, "");
    return said.startsWith("not a git repository") ? { kind: "no repository" } : { kind: "refused", said };
  }
}

const whyFailed = z.object({ code: z.unknown(), killed: z.boolean().default(false), stderr: z.string().default("") });

/** The commit that a name or the beginning of one stands for, if git knows it. */
export const commitOf = async (directory: string, name: string): Promise<string | undefined> =>
  (await git(directory, "rev-parse", "--verify", "--quiet", `${name}^{commit}`))?.trim();

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

/** What git prints; undefined where it fails. */
export async function git(directory: string, ...args: readonly string[]): Promise<string | undefined> {
  try {
    return (await run("git", ["-C", directory, ...args], limits)).stdout;
  } catch {
    return undefined;
  }
}
