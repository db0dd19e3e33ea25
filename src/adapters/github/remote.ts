/** A repository as its web page is found. */
export interface RemoteRepository {
  /** As in `github.com`. */
  readonly host: string;
  /** As in `owner/name`. */
  readonly repository: string;
}

/** What a git remote stands for; undefined where it cannot be a repository of GitHub's. */
export function remoteRepository(remote: string): RemoteRepository | undefined {
  const written = /^(?:(?:https?|ssh|git):\/\/)?(?:[^@/]*@)?([\w.-]+)(?::\d+)?[:/]\/?([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(
    remote,
  );
  const [, host, repository] = written ?? [];
  if (host === undefined || repository === undefined) return undefined;
  // docs.github.com/authentication/troubleshooting-ssh/using-ssh-over-the-https-port
  return { host: host === "ssh.github.com" ? "github.com" : host.toLowerCase(), repository };
}
