import { z } from "zod";
import type { GithubAccess } from "./access.ts";
import type { GithubApi } from "./api.ts";
import { GithubFailure } from "./failure.ts";

export interface NewDeployment {
  readonly sha: string;
  readonly environment: string;
  readonly description: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** What all deployments of one preview are called; undefined: it is none of a preview. */
  readonly task?: string | undefined;
}

export interface DeploymentStatus {
  readonly state: "in_progress" | "success" | "failure" | "error" | "inactive";
  readonly description: string;
  readonly logUrl?: string | undefined;
  readonly environmentUrl?: string | undefined;
}

type Repository = Pick<GithubAccess, "repository">;
const made = z.object({ id: z.number() });

/** @returns its id @throws GithubFailure */
export async function createDeployment(
  api: GithubApi,
  { sha, environment, description, payload, task }: NewDeployment,
  { repository }: Repository,
): Promise<number> {
  const body = {
    ...{ ref: sha, environment, payload, description: description.slice(0, longest) },
    // Whether this commit may be deployed, whoever started the job has decided.
    ...{ auto_merge: false, required_contexts: [], transient_environment: task !== undefined },
    ...(task !== undefined && { task, production_environment: false }),
  };
  const subject = { what: `create a deployment to ${environment}`, permission: "deployments: write" };
  return (await api.post({ path: `/repos/${repository}/deployments`, body, subject, repeatable: false }, made)).id;
}

/** What GitHub takes for a description, in characters. */
const longest = 140;

/** @throws GithubFailure */
export async function setDeploymentStatus(
  api: GithubApi,
  id: number,
  { state, description, logUrl, environmentUrl }: DeploymentStatus,
  { repository }: Repository,
): Promise<void> {
  const body = {
    ...{ state, description: description.slice(0, longest) },
    ...(logUrl !== undefined && { log_url: logUrl }),
    ...(environmentUrl !== undefined && { environment_url: environmentUrl }),
  };
  const subject = { what: `note "${state}" at the deployment`, permission: "deployments: write" };
  // A status that stands there twice says the same as one.
  await api.post({ path: `/repos/${repository}/deployments/${id}/statuses`, body, subject, repeatable: true }, made);
}

const several = z.array(made);

/** The ids of at most 30, the newest first. @throws GithubFailure */
export async function deploymentsOf(
  api: GithubApi,
  of: { readonly sha: string; readonly environment: string },
  { repository }: Repository,
): Promise<readonly number[]> {
  const subject = { what: `list the deployments to ${of.environment}`, permission: "deployments: write" };
  const path = `/repos/${repository}/deployments?${new URLSearchParams({ ...of })}`;
  return (await api.get(path, several, subject)).map(({ id }) => id);
}

/** The deployments of one preview, and which of them to leave alone. */
export interface OfPreview {
  readonly task: string;
  readonly but?: number | undefined;
}

/**
 * Take deployments of a preview off the pages of its commits. GitHub deletes none that is active, unless it is the only one, and
 * makes no transient one inactive by itself.
 * @throws GithubFailure
 */
export async function removeDeployments(api: GithubApi, { task, but }: OfPreview, access: Repository): Promise<void> {
  const subject = { what: "delete the deployments of a preview", permission: "deployments: write" };
  const path = `/repos/${access.repository}/deployments`;
  const found = await api.get(`${path}?${new URLSearchParams({ task, per_page: "100" })}`, several, subject);
  for (const { id } of found.filter((each) => each.id !== but)) {
    const isThere = await retire(api, id, access);
    if (isThere) await api.delete(`${path}/${id}`, subject);
  }
}

/** @returns whether it is still there: another job may be at it as well */
async function retire(api: GithubApi, id: number, access: Repository): Promise<boolean> {
  try {
    await setDeploymentStatus(api, id, { state: "inactive", description: "The preview has gone, or has a newer one" }, access);
    return true;
  } catch (error) {
    if (error instanceof GithubFailure && error.heard?.status === 404) return false;
    throw error;
  }
}

const statuses = z.array(z.object({ log_url: z.string().optional(), target_url: z.string().optional() }));

/** The pages that the statuses of a deployment lead to, the newest first. @throws GithubFailure */
export async function logsOf(api: GithubApi, id: number, { repository }: Repository): Promise<readonly string[]> {
  const subject = { what: "list the statuses of a deployment", permission: "deployments: write" };
  const found = await api.get(`/repos/${repository}/deployments/${id}/statuses`, statuses, subject);
  return found.map(({ log_url, target_url }) => log_url || target_url || "").filter((url) => url !== "");
}
