import { randomBytes } from "node:crypto";
import { userInfo } from "node:os";
import { readConfig } from "../adapters/config-files.ts";
import { type Repository, readRepository } from "../adapters/git.ts";
import { readSecrets } from "../adapters/secrets.ts";
import type { Config } from "../core/config/config.ts";
import { isVersion, type Version } from "../core/config/names.ts";
import type { Problem } from "../core/config/problem.ts";
import { automaticLock } from "../core/host/lock.ts";
import type { Outcome, Plan, Step } from "../core/plan/plan.ts";
import type { Release } from "../core/plan/release.ts";
import { Refusal } from "../core/report/refusal.ts";
import type { Secrets } from "../core/shell/secret.ts";
import { execute, type Signals } from "../engine/execute.ts";
import { Hosts } from "../engine/hosts.ts";
import { openPool } from "./connect.ts";
import type { Request } from "./request.ts";

/** How a front end follows a run. */
export interface Watcher {
  started(step: Step): void;
  output(step: Step, text: string): void;
  settled(outcome: Outcome): void;
  /** Before anything else is shown: what must never be. */
  secrets(secrets: Secrets): void;
  warning(problem: Problem): void;
  /** A lock with these details is about to be taken: should the run be killed, they show that the lock was its own. */
  locking(details: string): void;
  note(text: string): void;
}

/** What every use case starts from: the project as its files describe it. */
export interface Project {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly secretFiles: readonly string[];
  readonly repository: Repository | undefined;
}

/** @throws InvalidInput when a file is wrong */
export async function loadProject(request: Request, watcher: Watcher): Promise<Project> {
  const { directory, env, configFile, destination } = request;
  const reading = readRepository(directory);
  const { config, warnings } = await readConfig({ cwd: directory, configFile, destination, env });
  for (const warning of warnings) watcher.warning(warning);
  const { secretsPath } = config;
  const { secrets, files } = await readSecrets({ secretsPath, destination, cwd: directory, env, given: request.secrets });
  watcher.secrets(secrets);
  return { config, secrets, secretFiles: files, repository: await reading };
}

/** @throws Refusal when no version is given and there is no commit to name it after */
export function releaseOf(project: Project, request: Request, at: Date): Release {
  const { config, secrets, repository } = project;
  const { run } = request;
  const version = versionOf(project, request);
  const lockedBy = repository?.userName || userInfo().username;
  const performer = repository?.userEmail || userInfo().username;
  const token = randomBytes(8).toString("hex");
  const time = at.toISOString().replace(/\.\d+Z$/, "Z");
  return {
    config,
    version,
    performer,
    secrets,
    lock: { lockedBy, at: time, version, message: automaticLock, run: { ...run, token } },
  };
}

/**
 * As asked for, or the commit; a build that reads the working tree is marked as one when there are changes that no commit has.
 * @throws Refusal when there is neither
 */
export function versionOf({ config: { builder }, repository }: Project, { directory, version: asked }: Request): Version {
  if (asked !== undefined) return asked;
  const mark = builder.context !== undefined && repository?.dirty ? `_uncommitted_${randomBytes(8).toString("hex")}` : "";
  const version = `${repository?.revision ?? ""}${mark}`;
  if (repository && isVersion(version)) return version;
  throw new Refusal([`There is no git commit in ${directory} to name the version after. Commit first, or give --version`]);
}

/** Carries plans out; closes its connections when it is disposed of. */
export class Engine {
  readonly #hosts: Hosts;
  readonly watcher: Watcher;
  readonly #signals: Signals;

  private constructor(hosts: Hosts, watcher: Watcher, signals: Signals) {
    this.#hosts = hosts;
    this.watcher = watcher;
    this.#signals = signals;
  }

  static async start({ config, secrets }: Project, request: Request, watcher: Watcher, signals: Signals): Promise<Engine> {
    const pool = await openPool(config, secrets, request, (text) => watcher.note(text), signals.cleanup);
    return new Engine(new Hosts(pool, (step, text) => watcher.output(step, text)), watcher, signals);
  }

  /** @param stop gives up the plan's work, as if it had been cancelled */
  run(plan: Plan, stop?: AbortSignal): Promise<Outcome[]> {
    const watcher = this.watcher;
    const effects = {
      run: this.#hosts.run,
      now: () => Date.now(),
      started: (step: Step) => watcher.started(step),
      settled: (outcome: Outcome) => watcher.settled(outcome),
    };
    const work = stop ? AbortSignal.any([this.#signals.work, stop]) : this.#signals.work;
    return execute(plan, effects, { ...this.#signals, work });
  }

  /** How many shells were opened on each server so far. */
  get execs(): ReadonlyMap<string, number> {
    return this.#hosts.execs;
  }

  close(): void {
    this.#hosts.close();
  }
}
