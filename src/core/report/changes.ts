/** One commit, as those who read a summary want to see it. */
export interface Commit {
  readonly sha: string;
  /** The first line of its message. */
  readonly title: string;
  readonly author: string;
  /** Where it can be read. */
  readonly url?: string;
}

/** What one version has and another has not. */
export interface Commits {
  /** From old to new. */
  readonly commits: readonly Commit[];
  /** More than are listed, where there are very many. */
  readonly total: number;
}

/** What lies between the version that was live and the one that the run was about. */
export interface Changes extends Commits {
  /** Commits that were not live before; or that were, and are taken back. */
  readonly direction: "new" | "taken back";
  /** Where all of it can be seen. */
  readonly url: string | undefined;
}

/** Whether a version may be a commit, whole or its beginning: any other name, such as `main`, would be taken for a branch. */
export const namesCommit = (version: string): boolean => /^[0-9a-f]{7,64}$/.test(version);
