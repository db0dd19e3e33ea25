import { z } from "zod";
import type { GithubAccess } from "./access.ts";
import type { GithubApi } from "./api.ts";
import { GithubFailure } from "./failure.ts";

type Repository = Pick<GithubAccess, "repository">;

/** A pull request as it is now. */
export interface PullRequest {
  readonly state: "open" | "closed";
  readonly branch: string;
  /** The commit at the end of its branch. */
  readonly sha: string;
  readonly labels: readonly string[];
}

const answer = z.object({
  state: z.enum(["open", "closed"]),
  head: z.object({ ref: z.string(), sha: z.string() }),
  labels: z.array(z.object({ name: z.string() })),
});

/** Undefined where there is none of this number. @throws GithubFailure */
export async function pullRequest(api: GithubApi, number: number, { repository }: Repository): Promise<PullRequest | undefined> {
  const subject = { what: "tell whether the pull request is open", permission: "pull-requests: read" };
  try {
    const { state, head, labels } = await api.get(`/repos/${repository}/pulls/${number}`, answer, subject);
    return { state, branch: head.ref, sha: head.sha, labels: labels.map(({ name }) => name) };
  } catch (error) {
    if (error instanceof GithubFailure && error.heard?.status === 404) return undefined;
    throw error;
  }
}

const approvals = z.array(z.object({ state: z.string(), environments: z.array(z.object({ name: z.string() })) }));

/** A run that waited for a person. */
export interface GatedRun {
  readonly id: string;
  /** The environment that asked for one: another job of the run may have waited at another. */
  readonly environment: string;
}

/** Whether a person has let a run go on. @throws GithubFailure */
export async function wasApproved(api: GithubApi, { id, environment }: GatedRun, { repository }: Repository): Promise<boolean> {
  const subject = { what: "tell whether this run was approved", permission: "actions: read" };
  const found = await api.get(`/repos/${repository}/actions/runs/${encodeURIComponent(id)}/approvals`, approvals, subject);
  // Names of environments are not case-sensitive: docs.github.com/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments
  const isMeant = ({ name }: { readonly name: string }): boolean => name.toLowerCase() === environment.toLowerCase();
  return found.some(({ state, environments }) => state === "approved" && environments.some(isMeant));
}
