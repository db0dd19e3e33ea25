import { z } from "zod";
import { parseJson } from "../../core/json.ts";
import type { GithubAccess } from "./access.ts";
import type { GithubApi } from "./api.ts";

/** Where something is live, by the name that its deployments have. */
export interface LiveEnvironment {
  readonly environment: string;
  /** Where it answers, if that was told. */
  readonly url: string | undefined;
}

/** How many environments are looked at, the last deployed to first, and how many deployments of each. */
const most = { environments: 10, deployments: 3 };

const deployments = z.array(z.object({ id: z.number(), environment: z.string(), payload: z.unknown() }));
const statuses = z.array(
  z.object({ state: z.string(), description: z.string().nullish(), environment_url: z.string().nullish() }),
);
type Deployment = z.infer<typeof deployments>[number];
type Status = z.infer<typeof statuses>[number];

/**
 * The environments in which an image is live now, as far as deployments tell its digest.
 * @throws GithubFailure
 */
export async function environmentsWith(
  api: GithubApi,
  digest: string,
  { repository }: Pick<GithubAccess, "repository">,
): Promise<readonly LiveEnvironment[]> {
  const found = await liveImages(api, `/repos/${repository}/deployments`);
  return found.filter((each) => each.digest === digest).map(({ environment, url }) => ({ environment, url }));
}

/**
 * The images that are live in any environment now, as far as deployments tell, but for those of previews: their deployments have
 * tasks of their own, and those of an app that which GitHub gives by itself.
 * @throws GithubFailure
 */
export async function liveDigests(api: GithubApi, { repository }: Pick<GithubAccess, "repository">): Promise<readonly string[]> {
  const found = await liveImages(api, `/repos/${repository}/deployments`, "deploy");
  return found.flatMap(({ digest }) => digest ?? []);
}

interface LiveImage extends LiveEnvironment {
  readonly digest: string | undefined;
}

/** @param path of the deployments @param task of those that are asked for; undefined: of all */
async function liveImages(api: GithubApi, path: string, task?: string): Promise<readonly LiveImage[]> {
  const subject = { what: "list the deployments", permission: "deployments: read" };
  const query = new URLSearchParams({ per_page: "100", ...(task !== undefined && { task }) });
  const all = await api.get(`${path}?${query}`, deployments, subject);
  const names = [...new Set(all.map(({ environment }) => environment))].slice(0, most.environments);
  const found = await Promise.all(names.map((name) => inEnvironment(all.filter(({ environment }) => environment === name))));
  return found.flat();

  /** The newest that succeeded is what is live there; GitHub calls those before it inactive. */
  async function inEnvironment(made: readonly Deployment[]): Promise<LiveImage[]> {
    for (const deployment of made.slice(0, most.deployments)) {
      const [status] = await api.get(`${path}/${deployment.id}/statuses`, statuses, subject);
      if (status?.state !== "success") continue;
      const { environment } = deployment;
      return [{ environment, url: status.environment_url || undefined, digest: digestIn(deployment, status) }];
    }
    return [];
  }
}

const told = z.object({ digest: z.string() });

/** Of what is built it is not known before the deployment ends. A payload may come as the text that it was made of. */
function digestIn({ payload }: Deployment, { description }: Status): string | undefined {
  const parsed = told.safeParse(typeof payload === "string" ? parseJson(payload) : payload);
  return parsed.data?.digest ?? /sha256:[0-9a-f]{64}/.exec(description ?? "")?.[0];
}
