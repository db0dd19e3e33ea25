import type { Config } from "../core/config/config.ts";
import type { Version } from "../core/config/names.ts";
import { unheeded } from "../core/config/unsupported.ts";
import { currentContainer, versionOf } from "../core/host/facts.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { FactsByHost } from "../core/plan/release.ts";
import type { Report } from "../core/report/report.ts";
import type { Signals } from "../engine/execute.ts";
import { bootstrap } from "./bootstrap.ts";
import { Engine } from "./engine.ts";
import { lookWith } from "./facts.ts";
import { beforeConnecting } from "./hooks.ts";
import { loadProject, releaseOf } from "./project.ts";
import { carryOut } from "./release.ts";
import type { ReleaseOptions, Request } from "./request.ts";
import { checkProject, planRelease, type Undertaking } from "./undertaking.ts";
import type { Verb } from "./verbs.ts";
import type { Watcher } from "./watcher.ts";

/**
 * Make a version live.
 * @throws InvalidInput when a file is wrong, Refusal when nothing was changed because something stood in the way
 */
export async function release(
  verb: Verb,
  request: Request,
  options: ReleaseOptions,
  watcher: Watcher,
  signals: Signals,
): Promise<Report> {
  const startedAt = Date.now();
  const undertaking = await undertake(verb, request, options, watcher, new Date(startedAt));
  const { config, version } = undertaking.release;
  if (verb.bootstraps) await bootstrap(undertaking.project, request, watcher, signals);
  const engine = await Engine.start(undertaking.project, request, watcher, signals);
  try {
    if (!verb.bootstraps) await beforeConnecting(engine, undertaking.project, request, verb.name);
    const { outcomes, facts } = await carryOut(undertaking, engine);
    return {
      verb: verb.name,
      config,
      version,
      previous: previousVersion(config, facts),
      outcomes,
      facts,
      execs: engine.execs,
      startedAt,
      endedAt: Date.now(),
    };
  } finally {
    await engine.close();
  }
}

/** What `release` would do, without doing it; the servers are asked how they stand unless `facts` says so. */
export async function preview(
  verb: Verb,
  request: Request,
  options: ReleaseOptions,
  { watcher, signals, facts }: { readonly watcher: Watcher; readonly signals: Signals; readonly facts: FactsByHost | undefined },
): Promise<{ readonly config: Config; readonly version: Version; readonly plans: Plan[] }> {
  const undertaking = await undertake(verb, request, options, watcher, new Date());
  const { config, version } = undertaking.release;
  const known = facts ?? (await look(undertaking, request, watcher, signals));
  return { config, version, plans: await planRelease(undertaking, known) };
}

async function undertake(
  verb: Verb,
  request: Request,
  options: ReleaseOptions,
  watcher: Watcher,
  at: Date,
): Promise<Undertaking> {
  const project = await loadProject(request, watcher);
  checkProject(project);
  for (const text of unheeded(project.config, verb.name)) watcher.note(text);
  if (verb.builds && project.repository?.dirty && project.config.builder.context === undefined)
    watcher.note("What is not committed is not deployed: the image is built from a clean clone of HEAD");
  return { verb, project, request, options, release: releaseOf(project, request, { verb: verb.name, at }) };
}

async function look({ project, verb }: Undertaking, request: Request, watcher: Watcher, signals: Signals): Promise<FactsByHost> {
  const engine = await Engine.start(project, request, watcher, signals);
  try {
    await beforeConnecting(engine, project, request, verb.name);
    return await lookWith(engine, project);
  } finally {
    await engine.close();
  }
}

/** What the primary role served on the primary host. */
function previousVersion(config: Config, facts: FactsByHost): Version | undefined {
  const known = facts.get(config.primaryHost);
  const role = config.roles.find(({ name }) => name === config.primaryRole);
  const current = known && role && currentContainer(known, config, role);
  return current && versionOf(current, config, role);
}
