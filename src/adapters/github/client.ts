import type { Commits } from "../../core/report/changes.ts";
import type { GithubAccess } from "./access.ts";
import { GithubApi } from "./api.ts";
import { type LastingComment, tell } from "./comments.ts";
import { commitsBetween } from "./commits.ts";
import {
  createDeployment,
  type DeploymentStatus,
  deploymentsOf,
  logsOf,
  type NewDeployment,
  removeDeployments,
  setDeploymentStatus,
} from "./deployments.ts";
import { environmentsWith, type LiveEnvironment } from "./environments.ts";
import { type ImagePackage, removeImages } from "./packages.ts";
import { type GatedRun, type PullRequest, pullRequest, wasApproved } from "./pull-requests.ts";
import { type NamedRun, type RunState, runIsOver } from "./runs.ts";

/** What GitHub is asked and told. All of it throws a GithubFailure where GitHub cannot be asked, or refuses. */
export interface GithubClient {
  /** Whether this attempt of a run has ended. */
  runIsOver(run: NamedRun): Promise<RunState>;
  /** What `head` has and `base` has not; undefined where GitHub does not know one of them, or they have no history in common. */
  commitsBetween(base: string, head: string): Promise<Commits | undefined>;
  /** @returns its id */
  createDeployment(deployment: NewDeployment): Promise<number>;
  setDeploymentStatus(id: number, status: DeploymentStatus): Promise<void>;
  /** The ids of at most 30, the newest first. */
  deploymentsOf(of: { readonly sha: string; readonly environment: string }): Promise<readonly number[]>;
  /** The pages that the statuses of a deployment lead to. */
  logsOf(id: number): Promise<readonly string[]>;
  /** All of one preview. */
  removeDeployments(task: string): Promise<void>;
  /** Delete the images that have no tags but these. */
  removeImages(image: ImagePackage, isOurs: (tag: string) => boolean): Promise<void>;
  /** Write a comment, or write it anew where it is. */
  tell(comment: LastingComment): Promise<void>;
  /** Undefined where there is none of this number. */
  pullRequest(number: number): Promise<PullRequest | undefined>;
  /** Whether a person has let a run go on where an environment asked for that. */
  wasApproved(run: GatedRun): Promise<boolean>;
  /** Where the image of this digest is live, as far as deployments tell. */
  environmentsWith(digest: string): Promise<readonly LiveEnvironment[]>;
}

/** @param signal gives up whatever is asked @param patience what an answer may take, in milliseconds */
export function githubClient(access: GithubAccess, signal?: AbortSignal, patience?: number): GithubClient {
  const api = new GithubApi(access, signal, patience);
  return {
    runIsOver: (run) => runIsOver(api, run, access),
    commitsBetween: (base, head) => commitsBetween(api, { base, head }, access),
    createDeployment: (deployment) => createDeployment(api, deployment, access),
    setDeploymentStatus: (id, status) => setDeploymentStatus(api, id, status, access),
    deploymentsOf: (of) => deploymentsOf(api, of, access),
    logsOf: (id) => logsOf(api, id, access),
    removeDeployments: (task) => removeDeployments(api, task, access),
    removeImages: (image, isOurs) => removeImages(api, image, isOurs),
    tell: (comment) => tell(api, comment, access),
    pullRequest: (number) => pullRequest(api, number, access),
    wasApproved: (run) => wasApproved(api, run, access),
    environmentsWith: (digest) => environmentsWith(api, digest, access),
  };
}
