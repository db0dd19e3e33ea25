import { buildxComplaint } from "../adapters/buildx.ts";
import type { Config } from "../core/config/config.ts";
import type { Version } from "../core/config/names.ts";
import { unheeded } from "../core/config/unsupported.ts";
import { currentContainer, versionOf } from "../core/host/facts.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { FactsByHost, Release } from "../core/plan/release.ts";
import { latestVersion } from "../core/plan/upgrade.ts";
import type { Report } from "../core/report/report.ts";
import { bootstrap } from "./bootstrap.ts";
import type { Call } from "./call.ts";
import { connected } from "./connected.ts";
import { lookWith } from "./facts.ts";
import { withMounted } from "./mounted.ts";
import { loadProject, type Project, releaseOf } from "./project.ts";
import { carryOut } from "./release.ts";
import type { ReleaseOptions, Request } from "./request.ts";
import { logged } from "./run-logs.ts";
import { checkProject, planRelease, type Undertaking } from "./undertaking.ts";
import type { Verb } from "./verbs.ts";
import { checkTools } from "./workspace.ts";

/**
 * Make a version live.
 * @throws InvalidInput when a file is wrong, Refusal when nothing was changed because something stood in the way
 */
export async function release(verb: Verb, options: ReleaseOptions, call: Call): Promise<Report> {
  const startedAt = Date.now();
  const buildx = verb.builds && !options.skipPush ? buildxComplaint() : undefined;
  const undertaking = await undertake(verb, options, call, new Date(startedAt));
  if (buildx) await checkTools(undertaking.project.config, buildx);
  return logged(undertaking.release, call, (followed) => makeLive(undertaking, startedAt, followed));
}

async function makeLive(undertaking: Undertaking, startedAt: number, call: Call): Promise<Report> {
  const { verb, project, release } = undertaking;
  if (verb.bootstraps) await bootstrap(release, project, call);
  return connected(project, call, verb.bootstraps ? undefined : release, async (engine) => {
    const { outcomes, facts } = await carryOut(undertaking, engine);
    const { config, version } = release;
    const previous = previousVersion(config, facts);
    const endedAt = Date.now();
    return { verb: verb.name, config, version, previous, outcomes, facts, execs: engine.execs, startedAt, endedAt };
  });
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
  checkProject(project, verb);
  for (const text of unheeded(project.config)) watcher.note(text);
  if (verb.builds && project.repository?.dirty && project.config.builder.context === undefined)
    watcher.note("What is not committed is not deployed: the image is built from a clean clone of HEAD");
  const release = releaseFor(verb, project, request, at);
  const accessories = verb.bootsAccessories ? project.config.accessories : [];
  return { verb, project, request, options, release: await withMounted(release, accessories, project, call) };
}

/** A boot is of what was made live last, unless a version is asked for. */
function releaseFor({ name, noun }: Verb, project: Project, request: Request, at: Date): Release {
  if (noun === undefined) return releaseOf(project, request, { verb: name, at });
  const version = request.version ?? latestVersion(project);
  return { ...releaseOf(project, { ...request, version }, { verb: noun, at }), subcommand: name };
}

const look = ({ project, release }: Undertaking, call: Call): Promise<FactsByHost> =>
  connected(project, call, release, (engine) => lookWith(engine, project));

/** What the primary role served on the primary host. */
function previousVersion(config: Config, facts: FactsByHost): Version | undefined {
  const known = facts.get(config.primaryHost);
  const role = config.roles.find(({ name }) => name === config.primaryRole);
  const current = known && role && currentContainer(known, config, role);
  return current && versionOf(current, config, role);
}
