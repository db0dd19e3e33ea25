import { buildxComplaint } from "../adapters/buildx.ts";
import type { Config } from "../core/config/config.ts";
import type { PinnedImage } from "../core/config/image-reference.ts";
import type { Version } from "../core/config/names.ts";
import { unheeded } from "../core/config/unsupported.ts";
import { digestOf } from "../core/host/origin.ts";
import { previousVersion } from "../core/host/previous-version.ts";
import { isShared, speaksForAll } from "../core/plan/fleet.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { FactsByHost, Release } from "../core/plan/release.ts";
import { latestVersion } from "../core/plan/upgrade.ts";
import type { Report } from "../core/report/report.ts";
import { aimOf } from "./aim.ts";
import { bootstrap } from "./bootstrap.ts";
import type { Call } from "./call.ts";
import { checkCommit } from "./checked-out.ts";
import { connected } from "./connected.ts";
import { lookWith } from "./facts.ts";
import { asShard } from "./fleet.ts";
import { githubOf } from "./github.ts";
import { withMounted } from "./mounted.ts";
import { askedImage, pinned, versionedBy } from "./prebuilt.ts";
import type { Progress } from "./progress.ts";
import { loadProject, type Project, releaseOf } from "./project.ts";
import { keepImage } from "./promoted-image.ts";
import { carryOut } from "./release.ts";
import type { ReleaseOptions, Request } from "./request.ts";
import { logged } from "./run-logs.ts";
import { beyondStep, shareOf } from "./share.ts";
import { buildsHere, checkProject, knownRelease, planRelease, type Undertaking } from "./undertaking.ts";
import type { Verb } from "./verbs.ts";
import { checkTools } from "./workspace.ts";

/**
 * Make a version live.
 * @throws InvalidInput when a file is wrong, Refusal when nothing was changed because something stood in the way
 */
export async function release(verb: Verb, options: ReleaseOptions, call: Call): Promise<Report> {
  const startedAt = Date.now();
  const buildx = buildsHere(verb, options) ? buildxComplaint() : undefined;
  const undertaking = await undertake(verb, options, call, { at: new Date(startedAt) });
  if (buildx) await checkTools(undertaking.project.config, buildx);
  if (speaksForAll(undertaking.release)) {
    await keepImage(undertaking.release, call);
    call.watcher.releasing(undertaking.release);
  }
  return logged(undertaking.release, call, (followed) => makeLive(undertaking, startedAt, followed));
}

async function makeLive(undertaking: Undertaking, startedAt: number, call: Call): Promise<Report> {
  const { verb, project, request, release } = undertaking;
  if (verb.bootstraps) await bootstrap(release, project, call);
  const isConnected = verb.bootstraps || undertaking.facts !== undefined;
  return connected(project, { ...call, request }, isConnected ? undefined : release, async (engine) => {
    const reported = (progress: Progress): Report => reportOn(undertaking, progress, { execs: engine.execs, startedAt });
    const work = (): Promise<Progress> => carryOut(undertaking, engine, { github: githubOf(call), reported });
    return isShared(release) ? asShard(release, engine, { work, reported, announces: verb.announces }) : reported(await work());
  });
}

function reportOn(
  undertaking: Undertaking,
  { outcomes, facts }: Progress,
  { execs, startedAt }: Pick<Report, "execs" | "startedAt">,
): Report {
  const { verb, release } = undertaking;
  const { config, version } = release;
  const previous = previousVersion(config, facts);
  const endedAt = Date.now();
  const { image: prebuilt } = knownRelease(undertaking, facts);
  const digest = prebuilt?.digest ?? digestOf(config, version, facts);
  const ran = { verb: verb.name, config, version, previous, digest, prebuilt, outcomes, facts };
  return { ...ran, execs, startedAt, endedAt };
}

export interface Forecast {
  readonly config: Config;
  readonly version: Version;
  /** What is deployed instead of a build. */
  readonly prebuilt: PinnedImage | undefined;
  readonly plans: readonly Plan[];
}

/** What `release` would do, without doing it. @param facts what is known of the servers; undefined: they are asked */
export async function foresee(
  verb: Verb,
  options: ReleaseOptions,
  call: Call,
  facts: FactsByHost | undefined,
): Promise<Forecast> {
  const undertaking = await undertake(verb, options, call, { at: new Date(), facts });
  const { config, version, image: prebuilt } = undertaking.release;
  const plans = await planRelease(undertaking, undertaking.facts ?? (await look(undertaking, call)));
  return { config, version, prebuilt, plans };
}

/** What a run begins with. */
interface Beginning {
  readonly at: Date;
  readonly facts?: FactsByHost | undefined;
}

async function undertake(asked: Verb, options: ReleaseOptions, call: Call, beginning: Beginning): Promise<Undertaking> {
  const { watcher } = call;
  const whole = await loadProject(call);
  const verb = verbOf(asked, whole.config);
  const named = askedImage(options, verb, whole.config);
  const share = options.shard && shareOf(options.shard, whole.config, call.request, verb, options);
  const project = share ? { ...whole, config: share.config } : whole;
  checkProject(project, verb, options, named);
  for (const text of unheeded(project.config)) watcher.note(text);
  if (buildsHere(verb, options)) await checkCommit(project, call);
  if (buildsHere(verb, options) && project.repository?.dirty && project.config.builder.context === undefined)
    watcher.note("What is not committed is not deployed: the image is built from a clean clone of HEAD");
  const { facts, ...aim } = await aimOf(verb, project, call, beginning.facts);
  const image = named && (await pinned(named, project, call));
  const request = versionedBy(image, share ? beyondStep(aim.request) : aim.request);
  const known = releaseFor(verb, project, request, beginning.at);
  // Shards tell each other that they live; the lock is theirs together.
  const release = { ...known, image, fleet: share?.fleet, lock: { ...known.lock, beats: !share } };
  const accessories = verb.bootsAccessories ? project.config.accessories : [];
  return { verb, project, request, options, facts, release: await withMounted(release, accessories, project, call) };
}

/** A preview is deployed with the accessories that are its own: nobody sets it up before. */
const verbOf = (verb: Verb, { preview }: Config): Verb =>
  preview && verb.builds ? { ...verb, bootsAccessories: true, prepares: true } : verb;

/** A boot is of what was made live last, unless a version is asked for. */
function releaseFor({ name, noun }: Verb, project: Project, request: Request, at: Date): Release {
  if (noun === undefined) return releaseOf(project, request, { verb: name, at });
  const version = request.version ?? latestVersion(project);
  return { ...releaseOf(project, { ...request, version }, { verb: noun, at }), subcommand: name };
}

const look = ({ project, release }: Undertaking, call: Call): Promise<FactsByHost> =>
  connected(project, call, release, (engine) => lookWith(engine, project));
