import { describeMissing } from "../core/config/secrets.ts";
import { locked } from "../core/plan/locked.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { Release } from "../core/plan/release.ts";
import { Refusal } from "../core/report/refusal.ts";
import type { Call } from "./call.ts";
import { Engine } from "./engine.ts";
import { carryOut, type Done, type Errand, lockOf } from "./errand.ts";
import { beforeConnecting } from "./hooks.ts";
import { withMounted } from "./mounted.ts";
import { errandRelease, loadProject, type Project } from "./project.ts";
import { logged } from "./run-logs.ts";

/** @throws InvalidInput when a file is wrong, Refusal when it cannot be done at all */
export async function runErrand(errand: Errand, call: Call): Promise<Done> {
  const ready = await prepare(errand, call);
  const { release } = ready;
  const work = (followed: Call): Promise<Done> => connect(ready, followed, (engine) => carryOut(errand, release, engine));
  return errand.lock ? logged(release, call, work) : work(call);
}

/** Everything that comes before and after an errand's work. @throws as runErrand does */
export async function withErrand<Found>(
  errand: Errand,
  call: Call,
  work: (release: Release, engine: Engine) => Promise<Found>,
): Promise<Found> {
  const ready = await prepare(errand, call);
  return connect(ready, call, (engine) => work(ready.release, engine));
}

interface Ready {
  readonly project: Project;
  readonly release: Release;
}

async function prepare(errand: Errand, call: Call): Promise<Ready> {
  const project = await loadProject(call);
  return { project, release: await releaseFor(errand, project, call) };
}

async function connect<Found>({ project, release }: Ready, call: Call, work: (engine: Engine) => Promise<Found>): Promise<Found> {
  const engine = await Engine.start(project, call);
  try {
    await beforeConnecting(engine, project, call.request, release.verb, release.subcommand);
    return await work(engine);
  } finally {
    await engine.close();
  }
}

/** @throws Refusal when a secret that it needs is missing, InvalidInput when a file is */
async function releaseFor(errand: Errand, project: Project, call: Call): Promise<Release> {
  checkSecrets(project, errand);
  const release = errandRelease(project, call.request, errand);
  return errand.sends ? withMounted(release, errand.sends(project.config), project, call) : release;
}

/** @throws Refusal that names every secret without a value */
function checkSecrets({ config, secrets, secretFiles, secretFailures }: Project, errand: Errand): void {
  const missing = describeMissing(errand.secrets?.(config) ?? [], secrets, secretFiles, secretFailures);
  if (missing !== undefined) throw new Refusal([missing]);
}

/** What an errand would do, without doing it; servers are asked only where the plan depends on what runs there. */
export async function planErrand(errand: Errand, call: Call): Promise<Plan> {
  const { release } = await prepare(errand, call);
  const { looksAt } = errand;
  const lock = lockOf(errand, release);
  const facts = looksAt ? (await runErrand({ ...errand, lock: false, plan: nothing }, call)).facts : new Map();
  const plan = errand.plan(release, facts);
  return lock ? locked(release, plan, lock.wait) : plan;
}

const nothing = (): Plan => ({ title: "Look at the servers", steps: [] });
