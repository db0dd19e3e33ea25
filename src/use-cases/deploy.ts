import type { Config } from "../core/config/config.ts";
import type { Version } from "../core/config/names.ts";
import { unheeded } from "../core/config/unsupported.ts";
import { currentContainer, versionOf } from "../core/host/facts.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { FactsByHost } from "../core/plan/release.ts";
import type { Report } from "../core/report/report.ts";
import { bootstrap } from "./bootstrap.ts";
import type { Call } from "./call.ts";
import { Engine } from "./engine.ts";
import { lookWith } from "./facts.ts";
import { beforeConnecting } from "./hooks.ts";
import { loadProject, releaseOf } from "./project.ts";
import { carryOut } from "./release.ts";
import type { ReleaseOptions } from "./request.ts";
import { checkProject, planRelease, type Undertaking } from "./undertaking.ts";
import type { Verb } from "./verbs.ts";

/**
 * Make a version live.
 * @throws InvalidInput when a file is wrong, Refusal when nothing was changed because something stood in the way
 */
export async function release(verb: Verb, options: ReleaseOptions, call: Call): Promise<Report> {
  const startedAt = Date.now();
  const undertaking = await undertake(verb, options, call, new Date(startedAt));
  const { project, release } = undertaking;
  if (verb.bootstraps) await bootstrap(project, call);
  const engine = await Engine.start(project, call);
  try {
    if (!verb.bootstraps) await beforeConnecting(engine, project, call.request, verb.name);
    const { outcomes, facts } = await carryOut(undertaking, engine);
    const { config, version } = release;
    const previous = previousVersion(config, facts);
    const endedAt = Date.now();
    return { verb: verb.name, config, version, previous, outcomes, facts, execs: engine.execs, startedAt, endedAt };
  } finally {
    await engine.close();
  }
}

export interface Preview {
  readonly config: Config;
  readonly version: Version;
  readonly plans: readonly Plan[];
}

/** What `release` would do, without doing it. @param facts what is known of the servers; undefined: they are asked */
export async function preview(verb: Verb, options: ReleaseOptions, call: Call, facts: FactsByHost | undefined): Promise<Preview> {
  const undertaking = await undertake(verb, options, call, new Date());
  const { config, version } = undertaking.release;
  return { config, version, plans: await planRelease(undertaking, facts ?? (await look(undertaking, call))) };
}

async function undertake(verb: Verb, options: ReleaseOptions, call: Call, at: Date): Promise<Undertaking> {
  const { request, watcher } = call;
  const project = await loadProject(call);
  checkProject(project);
  for (const text of unheeded(project.config, verb.name)) watcher.note(text);
  if (verb.builds && project.repository?.dirty && project.config.builder.context === undefined)
    watcher.note("What is not committed is not deployed: the image is built from a clean clone of HEAD");
  return { verb, project, request, options, release: releaseOf(project, request, { verb: verb.name, at }) };
}

async function look({ project, verb }: Undertaking, call: Call): Promise<FactsByHost> {
  const engine = await Engine.start(project, call);
  try {
    await beforeConnecting(engine, project, call.request, verb.name);
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
