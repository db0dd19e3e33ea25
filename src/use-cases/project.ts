import { randomBytes } from "node:crypto";
import { userInfo } from "node:os";
import { readConfig } from "../adapters/config-files.ts";
import { type Repository, readRepository } from "../adapters/git.ts";
import { readHooks } from "../adapters/hooks.ts";
import { readSecrets } from "../adapters/secrets.ts";
import type { Config } from "../core/config/config.ts";
import type { Hooks } from "../core/config/hooks.ts";
import { isVersion, type Version } from "../core/config/names.ts";
import { automaticLock } from "../core/host/lock.ts";
import type { Release } from "../core/plan/release.ts";
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
  readonly hooks: Hooks;
}

/** @throws InvalidInput when a file is wrong */
export async function loadProject({ request, watcher }: Pick<Call, "request" | "watcher">): Promise<Project> {
  const { directory, env, configFile, destination } = request;
  const reading = readRepository(directory);
  const { config, warnings } = await readConfig({ cwd: directory, configFile, destination, env });
  for (const warning of warnings) watcher.warning(warning);
  const { secretsPath } = config;
  const { secrets, files, failures } = await readSecrets({
    secretsPath,
    destination,
    cwd: directory,
    env,
    given: request.secrets,
  });
  watcher.secrets(secrets);
  const hooks = request.skipHooks ? { directory, paths: new Map() } : await readHooks(directory, config.hooksPath);
  return { config, secrets, secretFiles: files, secretFailures: failures, repository: await reading, hooks };
}

/** @throws Refusal when no version is given and there is no commit to name it after */
export function releaseOf(
  project: Project,
  request: Request,
  { verb, at }: { readonly verb: string; readonly at: Date },
): Release {
  const { config, secrets, repository, hooks } = project;
  const { run } = request;
  const version = versionOf(project, request);
  const lockedBy = repository?.userName || userInfo().username;
  const performer = repository?.userEmail || userInfo().username;
  const token = randomBytes(8).toString("hex");
  const time = at.toISOString().replace(/\.\d+Z$/, "Z");
  return {
    ...{ config, verb, version, performer, secrets, hooks },
    lock: { lockedBy, at: time, version, message: automaticLock, run: { ...run, token } },
  };
}

/**
 * As asked for, or as the variable VERSION says, as in Kamal, or the commit; a build that reads the working tree is marked as one when there are changes that no commit has.
 * @throws Refusal when there is neither
 */
export function versionOf({ config: { builder }, repository }: Project, { directory, env, version: asked }: Request): Version {
  if (asked !== undefined) return asked;
  if (env.VERSION !== undefined && isVersion(env.VERSION)) return env.VERSION;
  const mark = builder.context !== undefined && repository?.dirty ? `_uncommitted_${randomBytes(8).toString("hex")}` : "";
  const version = `${repository?.revision ?? ""}${mark}`;
  if (repository && isVersion(version)) return version;
  throw new Refusal([`There is no git commit in ${directory} to name the version after. Commit first, or give --version`]);
}
