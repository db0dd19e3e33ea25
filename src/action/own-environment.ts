import type { GithubClient } from "../adapters/github/client.ts";

/** A job's own is among the newest of its commit. */
const newest = 5;

/**
 * Whether GitHub keeps a deployment of this commit to this environment itself, because the job, or another one of its run, has
 * `environment:`. It makes that before the job's first step, in the name of who started the run, and its statuses lead to the
 * job; ours lead to the run. One is shown in https://github.com/cli/cli/issues/5541.
 * @param runUrl as in `https://github.com/acme/app/actions/runs/4711`
 * @throws GithubFailure
 */
export async function hasOwnEnvironment(
  client: Pick<GithubClient, "deploymentsOf" | "logsOf">,
  of: { readonly sha: string; readonly environment: string },
  runUrl: string,
): Promise<boolean> {
  const made = (await client.deploymentsOf(of)).slice(0, newest);
  const logs = await Promise.all(made.map((id) => client.logsOf(id)));
  return logs.flat().some((url) => url.startsWith(`${runUrl}/job/`));
}
