import { jobToken } from "../action/job-environment.ts";
import { type Github, startGithub } from "../github/server.ts";

/** A job of a workflow, as far as a deploy lock tells of it. */
export interface Job {
  readonly env: Readonly<Record<string, string>>;
  /** From now on GitHub knows that it is over. */
  end(): void;
}

/** The jobs of one repository, and the GitHub that tells which of them still go on. */
export interface Jobs extends AsyncDisposable {
  start(): Job;
}

const name = "acme/app";

export async function startJobs(): Promise<Jobs> {
  const tokens = [{ text: jobToken, repository: name, permissions: { actions: "read" } }] as const;
  const github = await startGithub({ tokens, repositories: [{ name }] });
  let count = 0;
  return {
    start: () => jobOf(github, ++count),
    [Symbol.asyncDispose]: () => github[Symbol.asyncDispose](),
  };
}

function jobOf(github: Github, id: number): Job {
  const { runs } = github.repository(name);
  runs.push({ id, attempt: 1, status: "in_progress" });
  return {
    env: {
      ...{ GITHUB_SERVER_URL: "https://github.com", GITHUB_API_URL: github.url, GITHUB_REPOSITORY: name },
      ...{ GITHUB_RUN_ID: String(id), GITHUB_RUN_ATTEMPT: "1", GITHUB_TOKEN: jobToken },
    },
    end: () => void runs.push({ id, attempt: 1, status: "completed" }),
  };
}
