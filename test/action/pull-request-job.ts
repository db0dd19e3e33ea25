import { afterAll, beforeEach, vi } from "vitest";
import { type Happening, pullRequestEvent } from "../github/pull-request-event.ts";
import type { PullRequest, RepositoryFacts } from "../github/repository.ts";
import type { Github, Token } from "../github/server.ts";
import { aGithub, token } from "../github/support.ts";
import { aLine, startServer } from "../previews/server.ts";
import type { Step } from "./runner.ts";

/** The commit at the end of the branch; what is checked out is a merge of it. */
export const pushed = "c".repeat(40);
export const open: PullRequest = { number: 12, state: "open", branch: "Fix/Cart", sha: pushed };
export const eventOf = (action: Happening["action"], over: Partial<Happening> = {}): unknown =>
  pullRequestEvent({ action, sha: pushed, ...over });

/**
 * Where pull requests of acme/app have their previews, and jobs that deploy them: for all tests of a file, each of which finds it as it was.
 * Each starts the action, some several times.
 */
export async function usePreviews() {
  vi.setConfig({ testTimeout: 120_000 });
  const server = await startServer();
  afterAll(() => server.stop());
  /** The app runs there, and the preview of pull request 3. */
  const begin = (): Promise<void> => server.run(aLine("0a", "shop"), aLine("02", "shop-pr-3", 60));
  beforeEach(begin);
  return {
    ...{ server, begin },
    github: (facts: Partial<RepositoryFacts> = {}, permissions: Token["permissions"] = token.permissions): Promise<Github> =>
      aGithub({
        tokens: [{ ...token, permissions }],
        repositories: [{ name: "acme/app", commits: [pushed, server.project.commit], pullRequests: [open], ...facts }],
      }),
    step: (github: Github, event: unknown, given: Step["with"] = {}, env: Step["env"] = {}): Step => ({
      ...{ workspace: server.project.directory, event },
      env: { GITHUB_API_URL: github.url, GITHUB_EVENT_NAME: "pull_request", ...env },
      with: {
        ...{ command: "preview", "ssh-private-key": server.sshd.key.reveal(), "ssh-known-hosts": server.sshd.knownHosts },
        ...{ "skip-push": "true", ...given },
      },
    }),
  };
}
