import type { ImageSelection } from "../../core/preview/images-in-use.ts";
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
  type OfPreview,
  removeDeployments,
  setDeploymentStatus,
} from "./deployments.ts";
import { environmentsWith, type LiveEnvironment, liveDigests } from "./environments.ts";
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
  /** All of one preview, but for one. */
  removeDeployments(of: OfPreview): Promise<void>;
  /** Delete the images that have no tags but these, and that nobody else has. @returns how many were looked through, if there may be more */
  removeImages(image: ImagePackage, which: ImageSelection): Promise<number | undefined>;
  /** Write a comment, or write it anew where it is. @returns its id; undefined where nothing was said */
  tell(comment: LastingComment): Promise<number | undefined>;
  /** Undefined where there is none of this number. */
  pullRequest(number: number): Promise<PullRequest | undefined>;
  /** Whether a person has let a run go on where an environment asked for that. */
  wasApproved(run: GatedRun): Promise<boolean>;
  /** Where the image of this digest is live, as far as deployments tell. */
  environmentsWith(digest: string): Promise<readonly LiveEnvironment[]>;
  /** The images of the app that are live anywhere, as far as deployments tell; not those of previews. */
  liveDigests(): Promise<readonly string[]>;
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
    removeDeployments: (of) => removeDeployments(api, of, access),
    removeImages: (image, which) => removeImages(api, image, which),
    tell: (comment) => tell(api, comment, access),
    pullRequest: (number) => pullRequest(api, number, access),
    wasApproved: (run) => wasApproved(api, run, access),
    environmentsWith: (digest) => environmentsWith(api, digest, access),
    liveDigests: () => liveDigests(api, access),
  };
}
