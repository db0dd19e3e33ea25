import type { RunIdentity } from "./lock.ts";

/**
 * Whose run this is, by the variables of GitHub's jobs: docs.github.com/actions/reference/variables-reference.
 * @param machine what it runs on, where the job does not say
 */
export function runIn(env: Readonly<Record<string, string | undefined>>, machine: string): Omit<RunIdentity, "token"> {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id, GITHUB_RUN_ATTEMPT: attempt } = env;
  if (!server || !repository || !id) return { url: undefined, id: undefined, attempt: undefined, machine, step: undefined };
  const url = `${server}/${repository}/actions/runs/${id}`;
  return { url, id, attempt, machine: env.RUNNER_NAME || machine, step: env.GITHUB_ACTION || undefined };
}
