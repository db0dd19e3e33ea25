import { randomBytes } from "node:crypto";
import { userInfo } from "node:os";
import { resolve } from "node:path";
import { type ReadConfig, readConfig } from "../adapters/config-files.ts";
import { readErrorPages } from "../adapters/error-pages.ts";
import { gitComplaint, type Repository, readRepository } from "../adapters/git.ts";
import { readHooks } from "../adapters/hooks.ts";
import { readSecrets } from "../adapters/secrets.ts";
import type { LocalFile } from "../core/commands/upload.ts";
import type { Config } from "../core/config/config.ts";
import { type RegistryLogin, withCredentials } from "../core/config/credentials.ts";
import type { Hooks } from "../core/config/hooks.ts";
import { isVersion, type Version, versionRule } from "../core/config/names.ts";
import { previewConfig } from "../core/config/preview/config.ts";
import { describeMissing, type SecretUse } from "../core/config/secrets.ts";
import { select, unheededSelection } from "../core/config/selection.ts";
import { automaticLock } from "../core/host/lock.ts";
import type { Release } from "../core/plan/release.ts";
import { type GitComplaint, noCommit } from "../core/report/no-commit.ts";
import { Refusal } from "../core/report/refusal.ts";
import type { Secrets } from "../core/shell/secret.ts";
import type { Call } from "./call.ts";
import type { Request } from "./request.ts";

/** What every use case starts from: the project as its files describe it. */
export interface Project {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly secretFiles: readonly string[];
  /** Secrets whose value could not be found out, and why. */
  readonly secretFailures: ReadonlyMap<string, string>;
  readonly repository: Repository | undefined;
  /** Why there is none. */
  readonly unversioned: GitComplaint | undefined;
  readonly hooks: Hooks;
  readonly errorPages: readonly LocalFile[];
  /** Where its settings stand, and the environment as its templates leave it. */
  readonly files: Pick<ReadConfig, "locate" | "sources" | "env">;
}

/** What is known of a project without its secrets, whose commands may be slow and ask people. */
export type Settings = Pick<Project, "config" | "repository" | "unversioned" | "files">;

/** @throws InvalidInput when deploy.yml is wrong, Refusal when no server was selected */
export async function loadSettings({ request, watcher, cancel }: Call): Promise<Settings> {
  const { directory, configFile, destination } = request;
  const reading = readRepository(directory);
  const where = { cwd: directory, configFile, destination };
  const { config: written, warnings, ...files } = await readConfig({ ...where, env: request.env, signal: cancel });
  const whole = request.preview ? previewConfig(written, request.preview) : written;
  if (typeof whole === "string") throw new Refusal([whole]);
  const config = select(whole, request.selection);
  if (typeof config === "string") throw new Refusal([config]);
  for (const text of unheededSelection(whole, request.selection)) watcher.note(text);
  for (const warning of warnings) watcher.warning(warning);
  const repository = await reading;
  return { config, repository, unversioned: repository ? undefined : await gitComplaint(directory), files };
}

/** @throws InvalidInput when a file is wrong, Refusal when no server was selected */
export async function loadProject(call: Call): Promise<Project> {
  const { request, watcher, cancel } = call;
  const { directory, destination } = request;
  const { config: written, repository, unversioned, files: configFiles } = await loadSettings(call);
  const { secretsPath, errorPagesPath } = written;
  const { secrets, files, failures, ...read } = await readSecrets({
    secretsPath,
    destination,
    cwd: directory,
    env: configFiles.env,
    given: request.secrets,
    signal: cancel,
  });
  watcher.secrets(secrets);
  for (const warning of read.warnings) watcher.warning(warning);
  const config = withCredentials(written, secrets, { asked: request.registry, job: jobLogin(request) });
  const errorPages = errorPagesPath === undefined ? [] : await readErrorPages(resolve(directory, errorPagesPath));
  const hooks = runsHooks(config, request) ? await readHooks(directory, config.hooksPath) : { directory, paths: new Map() };
  return {
    ...{ config, secrets, secretFiles: files, secretFailures: failures, repository, unversioned, hooks, errorPages },
    files: configFiles,
  };
}

/** Hooks speak for the app to others, so a preview has none unless deploy.yml wants them. */
const runsHooks = ({ preview, landfall }: Config, { skipHooks }: Pick<Request, "skipHooks">): boolean =>
  !skipHooks && (preview === undefined || landfall.preview?.runsHooks === true);

/** GitHub's registry takes the token of a job under any name, but not that of a GitHub server that a company runs. */
function jobLogin({ github, env: { GITHUB_ACTOR: username } }: Request): RegistryLogin | undefined {
  return github?.serverUrl === "https://github.com" && username ? { username, password: github.token } : undefined;
}

/** The secrets that are needed and have no value, in one message; none if all have. */
export function missingSecrets({ secrets, secretFiles, secretFailures }: Project, uses: readonly SecretUse[]): string[] {
  return [describeMissing(uses, secrets, secretFiles, secretFailures) ?? []].flat();
}

/** @throws Refusal when no version is given and there is no commit to name it after */
export const releaseOf = (
  project: Project,
  request: Request,
  { verb, at }: { readonly verb: string; readonly at: Date },
): Release => releaseAs(project, request, { verb, version: versionOf(project, request), at });

/** For a command that is not about one version: its name only shows in the lock and to hooks, so that it need not be known. */
export function errandRelease(
  project: Project,
  request: Request,
  { command, subcommand }: { readonly command: string; readonly subcommand?: string | undefined },
): Release {
  const { env, version = env.VERSION ?? project.repository?.revision ?? "none" } = request;
  const known = isVersion(version) ? version : (knownVersion(project, request) ?? versionOf(project, request));
  return { ...releaseAs(project, request, { verb: command, version: known, at: new Date() }), subcommand };
}

function releaseAs(
  { config, secrets, repository, hooks, errorPages }: Project,
  { run, env }: Request,
  { verb, version, at }: { readonly verb: string; readonly version: Version; readonly at: Date },
): Release {
  const lockedBy = repository?.userName || userInfo().username;
  const performer = repository?.userEmail || userInfo().username;
  const token = randomBytes(8).toString("hex");
  const time = at.toISOString().replace(/\.\d+Z$/, "Z");
  return {
    ...{ config, verb, version, performer, secrets, hooks, errorPages },
    lock: { lockedBy, at: time, version, message: automaticLock, run: { ...run, token }, beats: true },
    underLock: env.KAMAL_LOCK === "true",
  };
}

type Named = Pick<Project, "config" | "repository" | "unversioned">;

/**
 * As asked for, or as the variable VERSION says, as in Kamal, or the commit; a build that reads the working tree is marked as one when there are changes that no commit has.
 * @throws Refusal when there is neither, or the variable could not be an image's tag
 */
export function versionOf(project: Named, request: Pick<Request, "directory" | "env" | "version" | "run">): Version {
  const { VERSION: named = "" } = request.env;
  if (request.version === undefined && named !== "" && !isVersion(named))
    throw new Refusal([`The variable VERSION is ${JSON.stringify(named)}, which cannot be a version: ${versionRule}`]);
  const version = knownVersion(project, request);
  if (version !== undefined) return version;
  throw new Refusal([
    noCommit(project.unversioned ?? { kind: "no commit" }, { ...request, isJob: request.run.id !== undefined }),
  ]);
}

/** The same, undefined where there is neither. */
export function knownVersion(
  { config: { builder }, repository }: Pick<Named, "config" | "repository">,
  { env, version: asked }: Pick<Request, "env" | "version">,
): Version | undefined {
  if (asked !== undefined) return asked;
  if (env.VERSION !== undefined && isVersion(env.VERSION)) return env.VERSION;
  const mark = builder.context !== undefined && repository?.dirty ? `_uncommitted_${randomBytes(8).toString("hex")}` : "";
  const version = `${repository?.revision ?? ""}${mark}`;
  return repository && isVersion(version) ? version : undefined;
}
