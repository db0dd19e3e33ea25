import type { GithubAccess } from "../../src/adapters/github/access.ts";
import { GithubFailure } from "../../src/adapters/github/failure.ts";
import { Secret } from "../../src/core/shell/secret.ts";
import { type Github, startGithub, type Token } from "./server.ts";

export const token: Token = {
  ...{ text: "ghs_0123456789abcdefghijklmnopqrstuvwxyz", repository: "acme/app" },
  permissions: { actions: "read", contents: "read", deployments: "write", pull_requests: "write" },
};

export const commits = ["a1", "b2", "c3"].map((start) => start.padEnd(40, "0"));
export const head = commits.at(-1) ?? "";

/** GitHub with the private repository acme/app, its run 4711 in its second attempt, and a public one of others. */
export const aGithub = (over: Partial<Parameters<typeof startGithub>[0]> = {}): Promise<Github> =>
  startGithub({
    tokens: [token],
    repositories: [
      {
        ...{ name: "acme/app", commits, orphans: ["f".repeat(40)] },
        runs: [
          { id: 4711, attempt: 1, status: "completed" },
          { id: 4711, attempt: 2, status: "in_progress" },
        ],
      },
      { name: "others/public", isPrivate: false, runs: [{ id: 9, attempt: 1, status: "completed" }] },
      { name: "others/private", runs: [{ id: 10, attempt: 1, status: "completed" }] },
    ],
    ...over,
  });

export const accessTo = ({ url: apiUrl }: Pick<Github, "url">, over: Partial<GithubAccess> = {}): GithubAccess => ({
  ...{ serverUrl: "https://github.com", apiUrl, repository: "acme/app", token: new Secret("github-token", token.text) },
  ...over,
});

/** What a question fails with, in words. @throws Error when it does not fail, or not as it should */
export async function failureOf(asking: Promise<unknown>): Promise<string> {
  const failure = await asking.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(failure instanceof GithubFailure)) throw new Error(`It did not fail as foreseen: ${failure}`);
  return failure.message;
}
