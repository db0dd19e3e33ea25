import * as core from "@actions/core";
import type { GithubAccess } from "../adapters/github/access.ts";
import { type GithubClient, githubClient } from "../adapters/github/client.ts";
import type { DeploymentStatus } from "../adapters/github/deployments.ts";
import { GithubFailure } from "../adapters/github/failure.ts";
import type { Release } from "../core/plan/release.ts";
import { type DeploymentEnd, deploymentEnd, deploymentOutline, earlyEnd, isCommit } from "../core/report/deployment.ts";
import { messageOf } from "../core/report/errors.ts";
import type { Report } from "../core/report/report.ts";
import { annotate } from "./annotate.ts";
import { hasOwnEnvironment } from "./own-environment.ts";
import { forgetDeployment, type RememberedDeployment, rememberDeployment } from "./remembered-deployment.ts";

/** A job whose deploy is to be shown as a deployment. */
export interface DeployingJob {
  readonly github: GithubAccess;
  readonly environment: string;
  /** Where the app answers; undefined: where deploy.yml says. */
  readonly environmentUrl: string | undefined;
  /** The commit that the deployment is shown at. */
  readonly sha: string;
  /** The commit that the workflow runs for: of a pull request, a merge. */
  readonly runSha: string;
  /** As in `https://github.com/acme/app/actions/runs/4711`. */
  readonly runUrl: string;
  /** The page of this attempt of the run. */
  readonly logUrl: string;
}

/** What the end of a job may wait for GitHub, in milliseconds: a cancelled one is killed after 10 s. */
const patience = 3_000;

/** A deploy as GitHub shows it, told beside the deploy: only the end of the job waits for GitHub, and not for long. */
export class JobDeployment {
  readonly #job: DeployingJob;
  readonly #giveUp = new AbortController();
  readonly #client: GithubClient;
  #making: Promise<number | undefined> | undefined;
  #ending: Promise<void> | undefined;
  /** What all deployments of a preview are called; undefined: it is of the app itself, or not made yet. */
  #task: string | undefined;
  #isComplete = true;

  constructor(job: DeployingJob) {
    this.#job = job;
    this.#client = githubClient(job.github, this.#giveUp.signal);
  }

  open(release: Release): void {
    this.#making ??= this.#make(release).catch((error: unknown) => this.#complain(error));
  }

  end(report: Report): void {
    this.#ending ??= this.#settle(deploymentEnd(report));
  }

  /** Waits until GitHub has been told; without a report, that the run did not get far. Never throws. */
  async close(early: { readonly cancelled: boolean }): Promise<void> {
    const timer = setTimeout(() => this.#giveUp.abort(), patience);
    await (this.#ending ?? this.#settle(earlyEnd(early)));
    clearTimeout(timer);
  }

  /** Tells what a main step that was ended has left to be told. Never throws. */
  async resume({ id, task, ...end }: RememberedDeployment): Promise<void> {
    this.#task = task;
    this.#making = Promise.resolve(id);
    this.#ending = this.#settle(end);
    await this.close({ cancelled: false });
  }

  async #make(release: Release): Promise<number | undefined> {
    const { environment, sha, runSha, runUrl } = this.#job;
    const ofRun = [...new Set([sha, runSha])].map((each) => ({ sha: each, environment }));
    const own = await Promise.all(ofRun.map((of) => hasOwnEnvironment(this.#client, of, runUrl)));
    if (own.includes(true)) {
      core.debug(`The job has the environment ${environment} itself, so GitHub keeps its deployment`);
      return undefined;
    }
    const id = await this.#create(release);
    this.#task = deploymentOutline(release).task;
    this.#remember({ id, state: "error", description: "The job was ended before it could say what serves" });
    await this.#tell(id, { state: "in_progress", description: "" });
    return id;
  }

  /**
   * What serves in the end is the version's commit, which the workflow need not run for; GitHub may never have seen it. A preview is
   * shown at its pull request, though what is built of it is a merge that nobody sees.
   */
  async #create(release: Release): Promise<number> {
    const { version } = release;
    const { environment, sha } = this.#job;
    const deployment = { ...deploymentOutline(release), environment };
    if (deployment.task !== undefined || !isCommit(version) || version === sha)
      return this.#client.createDeployment({ ...deployment, sha });
    try {
      return await this.#client.createDeployment({ ...deployment, sha: version });
    } catch (error) {
      if (!isUnprocessable(error)) throw error;
      return this.#client.createDeployment({ ...deployment, sha });
    }
  }

  async #settle({ state, description, environmentUrl }: DeploymentEnd): Promise<void> {
    const id = await this.#making;
    if (id === undefined) return;
    const url = state === "success" ? (this.#job.environmentUrl ?? environmentUrl) : undefined;
    const status = { state, description, ...(url !== undefined && { environmentUrl: url }) };
    this.#remember({ id, ...status });
    const [isTold] = await Promise.all([this.#tell(id, status), state === "success" ? this.#removeOthers(id) : undefined]);
    if (isTold) forgetDeployment();
  }

  /** A preview has one address at a time. Until a newer version is live, its older deployment leads there. */
  async #removeOthers(id: number): Promise<void> {
    if (this.#task === undefined) return;
    await this.#client.removeDeployments({ task: this.#task, but: id }).catch((error: unknown) => this.#complain(error));
  }

  /** @returns whether GitHub took it */
  async #tell(id: number, status: Omit<DeploymentStatus, "logUrl">): Promise<boolean> {
    try {
      await this.#client.setDeploymentStatus(id, { ...status, logUrl: this.#job.logUrl });
      return true;
    } catch (error) {
      // It goes with its preview, which somebody may have taken away.
      if (this.#task !== undefined && statusOf(error) === 404) return true;
      const { environmentUrl, ...bare } = status;
      // How it went is worth more than where it is to be seen.
      if (environmentUrl !== undefined && isUnprocessable(error)) return this.#tell(id, bare);
      this.#complain(error);
      return false;
    }
  }

  #remember(deployment: RememberedDeployment): void {
    rememberDeployment({ ...deployment, ...(this.#task !== undefined && { task: this.#task }) });
  }

  /** Once: what is wrong with GitHub is wrong for all that it is told. */
  #complain(error: unknown): undefined {
    const message = `GitHub does not show all of the deployment to ${this.#job.environment}. ${messageOf(error)}`;
    if (this.#isComplete) annotate("warning", { title: "Deployment", message });
    this.#isComplete = false;
  }
}

const statusOf = (error: unknown): number | undefined => (error instanceof GithubFailure ? error.heard?.status : undefined);

/** GitHub understood, but does not take what was sent. */
const isUnprocessable = (error: unknown): boolean => statusOf(error) === 422;
