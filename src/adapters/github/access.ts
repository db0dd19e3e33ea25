import { Secret } from "../../core/shell/secret.ts";
import { originOf } from "../git.ts";
import { type RemoteRepository, remoteRepository } from "./remote.ts";

/** Where GitHub is asked, about which repository, and as whom. */
export interface GithubAccess {
  /** As in `https://github.com`: what the pages of runs start with. */
  readonly serverUrl: string;
  /** As in `https://api.github.com`. */
  readonly apiUrl: string;
  /** As in `owner/name`. */
  readonly repository: string;
  readonly token: Secret;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** As a runner names it to its jobs: docs.github.com/actions/reference/variables-reference. Undefined outside of one. */
export function jobAccess(env: Environment, token: Secret | undefined): GithubAccess | undefined {
  const { GITHUB_SERVER_URL: serverUrl, GITHUB_API_URL: apiUrl, GITHUB_REPOSITORY: repository } = env;
  if (!serverUrl || !apiUrl || !repository || !token || token.isBlank) return undefined;
  return { serverUrl, apiUrl, repository, token };
}

/**
 * As the GitHub CLI knows it: by a token in the environment, and for the repository that `origin` is. A server that is not
 * GitHub's own is shown a token only if GH_HOST names it: a git remote may be anybody's.
 */
export async function terminalAccess(env: Environment, directory: string): Promise<GithubAccess | undefined> {
  const inJob = jobAccess(env, tokenFrom(env, ownTokens));
  if (inJob || [...ownTokens, ...companyTokens].every((name) => !env[name])) return inJob;
  const origin = remoteRepository((await originOf(directory)) ?? "") ?? namedRepository(env);
  const token = origin && tokenFrom(env, tokensFor(origin.host, env));
  if (!origin || !token) return undefined;
  const serverUrl = `https://${origin.host}`;
  return { serverUrl, apiUrl: apiOf(origin.host), repository: env.GITHUB_REPOSITORY || origin.repository, token };
}

const namedRepository = ({ GITHUB_REPOSITORY: repository }: Environment): RemoteRepository | undefined =>
  repository ? { host: "github.com", repository } : undefined;

/** cli.github.com/manual/gh_help_environment: those for GitHub itself, and those for servers that companies run. */
const ownTokens = ["GH_TOKEN", "GITHUB_TOKEN"];
const companyTokens = ["GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"];

function tokensFor(host: string, { GH_HOST: named }: Environment): readonly string[] {
  if (isOwn(host)) return ownTokens;
  return host === named?.toLowerCase() ? companyTokens : [];
}

function tokenFrom(env: Environment, names: readonly string[]): Secret | undefined {
  const name = names.find((each) => env[each]);
  return name === undefined ? undefined : new Secret(name, env[name] ?? "");
}

const isOwn = (host: string): boolean => host === "github.com" || host.endsWith(".ghe.com");

function apiOf(host: string): string {
  return isOwn(host) ? `https://api.${host}` : `https://${host}/api/v3`;
}
