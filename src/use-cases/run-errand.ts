import { locked } from "../core/plan/locked.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { Release } from "../core/plan/release.ts";
import { Refusal, refuseFor } from "../core/report/refusal.ts";
import type { Call } from "./call.ts";
import { connected } from "./connected.ts";
import type { Engine } from "./engine.ts";
import { carryOut, type Done, type Errand } from "./errand.ts";
import { githubOf } from "./github.ts";
import { withMounted } from "./mounted.ts";
import { errandRelease, loadProject, missingSecrets, type Project } from "./project.ts";
import { logged } from "./run-logs.ts";

/** @throws InvalidInput when a file is wrong, Refusal when it cannot be done at all */
export async function runErrand(errand: Errand, call: Call): Promise<Done> {
  const ready = await prepare(errand, call);
  const { release } = ready;
  const work = (followed: Call): Promise<Done> =>
    connected(ready.project, followed, release, (engine) => carryOut(errand, release, engine, githubOf(followed)));
  return errand.lock ? logged(release, call, work) : work(call);
}

/** Everything that comes before and after an errand's work. @throws as runErrand does */
export async function withErrand<Found>(
  errand: Errand,
  call: Call,
  work: (release: Release, engine: Engine) => Promise<Found>,
): Promise<Found> {
  const { project, release } = await prepare(errand, call);
  return connected(project, call, release, (engine) => work(release, engine));
}

interface Ready {
  readonly project: Project;
  readonly release: Release;
}

async function prepare(errand: Errand, call: Call): Promise<Ready> {
  const project = await loadProject(call);
  if (project.config.preview && shared.includes(errand.command)) throw new Refusal([notForPreviews(errand)]);
  return { project, release: await releaseFor(errand, project, call) };
}

/** The commands about what all apps of a server share. */
const shared: readonly string[] = ["proxy", "remove", "upgrade", "server", "registry"];

const notForPreviews = ({ command }: Errand): string =>
  `"landfall ${command}" is about what all apps of a server share, so it is not for a preview. Leave --preview out; "landfall preview remove" takes a preview away`;

/** @throws Refusal when a secret that it needs is missing, InvalidInput when a file is */
async function releaseFor(errand: Errand, project: Project, call: Call): Promise<Release> {
  refuseFor(missingSecrets(project, errand.secrets?.(project.config) ?? []));
  const release = errandRelease(project, call.request, errand);
  return errand.sends ? withMounted(release, errand.sends(project.config), project, call) : release;
}

/** What an errand would do, without doing it; servers are asked only where the plan depends on what runs there. */
export async function planErrand(errand: Errand, call: Call): Promise<Plan> {
  const { project, release } = await prepare(errand, call);
  const { lock, looksAt } = errand;
  const look = (engine: Engine): Promise<Done> =>
    carryOut({ ...errand, lock: false, plan: nothing }, release, engine, githubOf(call));
  const facts = looksAt ? (await connected(project, call, release, look)).facts : new Map();
  const plan = errand.plan(release, facts);
  return lock ? locked(release, plan, undefined) : plan;
}

const nothing = (): Plan => ({ title: "Look at the servers", steps: [] });
