import { z } from "zod";
import { type Answer, created, found, invalid, notFound, refusal, wrongRequest } from "./answer.ts";

export interface Status {
  readonly id: number;
  readonly state: string;
  readonly description: string;
  readonly environment_url: string;
  readonly log_url: string;
  readonly target_url: string;
  readonly creator: { readonly login: string };
}

export interface Deployment {
  readonly id: number;
  readonly sha: string;
  readonly ref: string;
  readonly task: string;
  readonly environment: string;
  readonly description: string | null;
  readonly payload: unknown;
  readonly creator: { readonly login: string } | null;
  readonly production_environment: boolean;
  readonly transient_environment: boolean;
  /** The newest first. */
  readonly statuses: Status[];
}

/** docs.github.com/rest/deployments/deployments, "Create a deployment": GitHub ignores what it does not know; here that is a mistake. */
const newDeployment = z.strictObject({
  ref: z.string(),
  task: z.string().optional(),
  auto_merge: z.boolean().optional(),
  required_contexts: z.array(z.string()).optional(),
  payload: z.union([z.record(z.string(), z.unknown()), z.string()]).optional(),
  environment: z.string().max(255).optional(),
  description: z.string().max(140).optional(),
  transient_environment: z.boolean().optional(),
  production_environment: z.boolean().optional(),
});

/** docs.github.com/rest/deployments/statuses, "Create a deployment status". */
const newStatus = z.strictObject({
  state: z.string(),
  target_url: z.string().optional(),
  log_url: z.string().optional(),
  description: z.string().optional(),
  environment: z.string().optional(),
  environment_url: z.string().optional(),
  auto_inactive: z.boolean().optional(),
});

const states = ["error", "failure", "inactive", "in_progress", "queued", "pending", "success"];
const bot = { login: "github-actions[bot]" };

type NewDeployment = Omit<z.infer<typeof newDeployment>, "description"> & {
  readonly sha: string;
  readonly description?: string | null | undefined;
  readonly creator?: Deployment["creator"];
};

/** The deployments of one repository. */
export class Deployments {
  /** The newest first. */
  readonly all: Deployment[] = [];
  readonly #commits: ReadonlySet<string>;
  #last = 100;

  /** @param commits what a deployment may be of */
  constructor(commits: Iterable<string>) {
    this.#commits = new Set(commits);
  }

  /** One that GitHub makes itself for a job with `environment:`, as the job begins: as whoever started the run. */
  addOfJob(sha: string, environment: string, jobUrl: string): Deployment {
    const made = this.#add({ ref: "main", sha, environment, payload: {}, description: null, creator: { login: "ann" } });
    this.#addStatus(made, { state: "in_progress", log_url: jobUrl });
    return made;
  }

  list(query: URLSearchParams): Answer {
    const wanted = (["sha", "ref", "task", "environment"] as const).filter((name) => query.has(name));
    const matching = this.all.filter((each) => wanted.every((name) => each[name] === query.get(name)));
    return found(matching.slice(0, Number(query.get("per_page") ?? 30)));
  }

  create(body: unknown): Answer {
    const { data, error } = newDeployment.safeParse(body);
    if (!data) return wrongRequest(z.prettifyError(error));
    if (!this.#commits.has(data.ref)) return refusal(422, `No ref found for: ${data.ref}`);
    // The job that asks is itself a check of this commit, and it has not ended.
    if (data.required_contexts?.length !== 0) return refusal(409, `Conflict: Commit status checks failed for ${data.ref}.`);
    if (data.auto_merge !== false) return { status: 202, body: { message: `Auto-merged main into ${data.ref} on deployment.` } };
    return created(this.#add({ ...data, sha: data.ref }));
  }

  statusesOf(id: number): Answer {
    const deployment = this.#find(id);
    return deployment ? found(deployment.statuses) : notFound;
  }

  createStatus(id: number, body: unknown): Answer {
    const deployment = this.#find(id);
    const { data, error } = newStatus.safeParse(body);
    if (!deployment) return notFound;
    if (!data) return wrongRequest(z.prettifyError(error));
    if (!states.includes(data.state)) return invalid("DeploymentStatus", "state", "state is not included in the list");
    if ((data.description ?? "").length > 140)
      return invalid("DeploymentStatus", "description", "description is too long (maximum is 140 characters)");
    for (const field of ["environment_url", "log_url", "target_url"] as const) {
      const url = data[field];
      if (url && !/^https?:$/.test(protocolOf(url)))
        return invalid("DeploymentStatus", field, `${field} must use http(s) scheme`);
    }
    return created(this.#addStatus(deployment, data));
  }

  /** "Delete a deployment": one that is active only where there is no other. */
  remove(id: number): Answer {
    const deployment = this.#find(id);
    if (!deployment) return notFound;
    const isActive = !["inactive", "failure", "error"].includes(deployment.statuses[0]?.state ?? "");
    if (isActive && this.all.length > 1)
      return refusal(422, "We cannot delete an active deployment unless it is the only deployment in a given environment.");
    this.all.splice(this.all.indexOf(deployment), 1);
    return { status: 204, body: "" };
  }

  #find(id: number): Deployment | undefined {
    return this.all.find((each) => each.id === id);
  }

  #add(given: NewDeployment): Deployment {
    const { environment = "production", payload = {}, description = "" } = given;
    const made: Deployment = {
      ...{ id: ++this.#last, sha: given.sha, ref: given.ref, task: given.task ?? "deploy", environment, payload, description },
      ...{ creator: given.creator ?? bot, transient_environment: given.transient_environment ?? false, statuses: [] },
      production_environment: given.production_environment ?? environment === "production",
    };
    this.all.unshift(made);
    return made;
  }

  #addStatus(deployment: Deployment, given: z.infer<typeof newStatus>): Status {
    const log = given.log_url ?? given.target_url ?? "";
    const status: Status = {
      ...{ id: ++this.#last, state: given.state, description: given.description ?? "", creator: bot },
      ...{ environment_url: given.environment_url ?? "", log_url: log, target_url: log },
    };
    deployment.statuses.unshift(status);
    return status;
  }
}

const protocolOf = (url: string): string => (URL.canParse(url) ? new URL(url).protocol : "");
