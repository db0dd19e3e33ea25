/** What of a pull request's event differs from one to the next. */
export interface Happening {
  readonly action: "opened" | "synchronize" | "reopened" | "closed" | "labeled" | "unlabeled" | "edited";
  /** The commit at the end of its branch. */
  readonly sha: string;
  readonly number?: number;
  readonly branch?: string;
  readonly title?: string;
  /** As in `owner/name`; undefined: a fork that was deleted. */
  readonly from?: string | undefined;
  readonly labels?: readonly string[];
  /** The one that was set or taken away just now. */
  readonly label?: string;
  readonly merged?: boolean;
}

const repository = "acme/app";

/**
 * What GitHub tells a workflow of a pull request, but for most of its addresses:
 * docs.github.com/webhooks/webhook-events-and-payloads#pull_request
 */
export function pullRequestEvent(happening: Happening): unknown {
  const {
    action,
    sha,
    number = 12,
    branch = "Fix/Cart",
    title = "Mend the cart",
    labels = [],
    label,
    merged = false,
  } = happening;
  const from = "from" in happening ? happening.from : repository;
  return {
    ...{ action, number },
    ...(action === "synchronize" && { before: "b".repeat(40), after: sha }),
    ...(label !== undefined && { label: aLabel(label) }),
    pull_request: {
      ...{ url: `https://api.github.com/repos/${repository}/pulls/${number}`, id: 1_865_010_000 + number, number, title },
      ...{ state: action === "closed" ? "closed" : "open", locked: false, draft: false, merged, body: null, user: user("ann") },
      ...{ labels: labels.map(aLabel), author_association: "MEMBER", merge_commit_sha: "d".repeat(40), mergeable: null },
      ...{ created_at: "2026-01-02T03:04:05Z", updated_at: "2026-01-03T03:04:05Z" },
      ...{ closed_at: action === "closed" ? "2026-01-03T03:04:05Z" : null, merged_at: merged ? "2026-01-03T03:04:05Z" : null },
      head: { label: `${from?.split("/")[0] ?? "unknown"}:${branch}`, ref: branch, sha, user: user("ann"), repo: repo(from) },
      base: { label: "acme:main", ref: "main", sha: "e".repeat(40), user: user("acme"), repo: repo(repository) },
    },
    ...{ repository: repo(repository), organization: { login: "acme", id: 3003 }, sender: user("ann") },
  };
}

const user = (login: string) => ({ login, id: 1001, type: "User", site_admin: false });

const aLabel = (name: string) => ({ id: 208_045_946, name, color: "f29513", default: false, description: null });

const repo = (name: string | undefined) =>
  name === undefined
    ? null
    : { id: 2002, name: name.split("/")[1], full_name: name, private: true, fork: name !== repository, default_branch: "main" };
