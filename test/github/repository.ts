import { type Answer, found, notFound, refusal } from "./answer.ts";
import { Comments } from "./comments.ts";
import { Deployments } from "./deployments.ts";

export interface Run {
  readonly id: number;
  readonly attempt: number;
  /** As in docs.github.com/rest/actions/workflow-runs: `queued`, `in_progress`, `completed`, `waiting` and others. */
  readonly status: string;
}

export interface PullRequest {
  readonly number: number;
  readonly state: "open" | "closed";
  readonly branch: string;
  readonly sha: string;
  readonly labels?: readonly string[];
}

/** A person's word on a run that waited for one: docs.github.com/rest/actions/workflow-runs, "Get the review history". */
export interface Approval {
  readonly run: number;
  readonly state: "approved" | "rejected" | "pending";
  readonly environment: string;
}

export interface RepositoryFacts {
  /** As in `owner/name`. */
  readonly name: string;
  /** Only tokens of its own see a private one. */
  readonly isPrivate?: boolean;
  readonly runs?: readonly Run[];
  readonly pullRequests?: readonly PullRequest[];
  readonly approvals?: readonly Approval[];
  /** From old to new, each the next one's parent. */
  readonly commits?: readonly string[];
  /** Known too, but with no history in common. */
  readonly orphans?: readonly string[];
}

type Permission = "actions" | "contents" | "deployments" | "packages" | "pull_requests";
export type Permissions = Readonly<Partial<Record<Permission, "read" | "write">>>;

export interface Question {
  readonly method: string;
  /** What comes after the repository's name, as in `/deployments`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** What answers a request, and the permission that its documentation says it takes. */
export interface Endpoint {
  readonly needs: readonly [Permission, "read" | "write"];
  readonly answer: () => Answer;
}

/** A repository, as far as it is asked about here. */
export class Repository {
  readonly name: string;
  readonly isPrivate: boolean;
  readonly runs: Run[];
  readonly deployments: Deployments;
  readonly comments = new Comments();
  readonly pullRequests: PullRequest[];
  readonly approvals: Approval[];
  readonly #commits: readonly string[];
  readonly #orphans: readonly string[];

  constructor({ name, isPrivate = true, runs = [], commits = [], orphans = [], ...others }: RepositoryFacts) {
    [this.pullRequests, this.approvals] = [[...(others.pullRequests ?? [])], [...(others.approvals ?? [])]];
    [this.name, this.isPrivate, this.runs, this.#commits, this.#orphans] = [name, isPrivate, [...runs], commits, orphans];
    this.deployments = new Deployments([...commits, ...orphans]);
  }

  /** Undefined where GitHub has no such page. */
  endpoint({ method, path, query, body }: Question): Endpoint | undefined {
    const [, kind, first = "", second, third = ""] =
      /^\/(actions\/runs|compare|deployments|pulls|issues\/comments|issues)(?:\/([^/]+))?(?:\/([a-z]+)(?:\/(\d+))?)?$/.exec(
        path,
      ) ?? [];
    const { deployments } = this;
    switch (`${method} ${kind}${first ? "/…" : ""}${second ? `/${second}` : ""}${third ? "/…" : ""}`) {
      case "GET actions/runs/…":
        return { needs: ["actions", "read"], answer: () => this.#run(Number(first), undefined) };
      case "GET actions/runs/…/attempts/…":
        return { needs: ["actions", "read"], answer: () => this.#run(Number(first), Number(third)) };
      case "GET actions/runs/…/approvals":
        return { needs: ["actions", "read"], answer: () => this.#approvals(Number(first)) };
      case "GET pulls/…":
        return { needs: ["pull_requests", "read"], answer: () => this.#pullRequest(Number(first)) };
      case "GET issues/…/comments":
        return { needs: ["pull_requests", "read"], answer: () => this.comments.list(Number(first), query) };
      case "POST issues/…/comments":
        return { needs: ["pull_requests", "write"], answer: () => this.comments.create(Number(first), body) };
      case "PATCH issues/comments/…":
        return { needs: ["pull_requests", "write"], answer: () => this.comments.edit(Number(first), body) };
      case "DELETE issues/comments/…":
        return { needs: ["pull_requests", "write"], answer: () => this.comments.remove(Number(first)) };
      case "GET compare/…":
        return { needs: ["contents", "read"], answer: () => this.#compare(decodeURIComponent(first)) };
      case "GET deployments":
        return { needs: ["deployments", "read"], answer: () => deployments.list(query) };
      case "POST deployments":
        return { needs: ["deployments", "write"], answer: () => deployments.create(body) };
      case "DELETE deployments/…":
        return { needs: ["deployments", "write"], answer: () => deployments.remove(Number(first)) };
      case "GET deployments/…/statuses":
        return { needs: ["deployments", "read"], answer: () => deployments.statusesOf(Number(first)) };
      case "POST deployments/…/statuses":
        return { needs: ["deployments", "write"], answer: () => deployments.createStatus(Number(first), body) };
      default:
        return undefined;
    }
  }

  /** Without an attempt, the last one. */
  #run(id: number, attempt: number | undefined): Answer {
    const run = this.runs.findLast((each) => each.id === id && (attempt === undefined || each.attempt === attempt));
    if (!run) return notFound;
    const conclusion = run.status === "completed" ? "cancelled" : null;
    return found({ id, run_attempt: run.attempt, status: run.status, conclusion, name: "Deploy" });
  }

  #approvals(id: number): Answer {
    if (!this.runs.some((each) => each.id === id)) return notFound;
    const ofRun = this.approvals.filter(({ run }) => run === id);
    const user = { login: "ann" };
    return found(
      ofRun.map(({ state, environment }) => ({ state, comment: "", user, environments: [{ id: 7, name: environment }] })),
    );
  }

  #pullRequest(number: number): Answer {
    const known = this.pullRequests.find((each) => each.number === number);
    if (!known) return notFound;
    const { state, branch, sha } = known;
    const head = { ref: branch, sha, repo: { full_name: this.name } };
    const labels = (known.labels ?? []).map((name) => ({ name }));
    return found({ number, state, merged: false, title: "Change", head, labels });
  }

  /** docs.github.com/rest/commits/commits, "Compare two commits": without pages, the newest 250 from old to new. */
  #compare(range: string): Answer {
    const [base = "", head = ""] = range.split("...");
    const known = [...this.#commits, ...this.#orphans];
    if (!known.includes(base) || !known.includes(head)) return notFound;
    if (this.#orphans.includes(base) !== this.#orphans.includes(head))
      return refusal(404, `No common ancestor between ${base} and ${head}.`);
    const between = this.#commits.slice(this.#commits.indexOf(base) + 1, this.#commits.indexOf(head) + 1);
    return found({
      status: between.length > 0 ? "ahead" : "behind",
      total_commits: between.length,
      commits: between.slice(-250).map((sha) => this.#commit(sha)),
    });
  }

  #commit(sha: string) {
    const message = `Change ${sha}\n\nBecause it was time.`;
    return {
      ...{
        sha,
        html_url: `https://github.com/${this.name}/commit/${sha}`,
        author: sha.startsWith("a") ? { login: "ann" } : null,
      },
      commit: { message, author: { name: "Bob Builder", email: "bob@example.com", date: "2026-01-02T03:04:05Z" } },
    };
  }
}
