import { builderSecrets, registrySecrets } from "../core/config/secrets.ts";
import { unsupported } from "../core/config/unsupported.ts";
import { asksForMirrors } from "../core/host/mirrors.ts";
import { planBuilderCreation, planBuilderDetails, planBuilderRemoval } from "../core/plan/build/builder.ts";
import { planTidy } from "../core/plan/build/clone.ts";
import { planDev } from "../core/plan/build/dev.ts";
import { planBuild } from "../core/plan/build/push.ts";
import type { Workspace } from "../core/plan/build/workspace.ts";
import type { Outcome, Plan } from "../core/plan/plan.ts";
import { planPull } from "../core/plan/pull.ts";
import type { FactsByHost, Release } from "../core/plan/release.ts";
import { refuseFor } from "../core/report/refusal.ts";
import { hasFailed } from "../core/report/report.ts";
import { tellOfCache, tellOfCacheFailures } from "./build-cache.ts";
import type { BuildDeed } from "./build-deeds.ts";
import type { Call } from "./call.ts";
import { checkCommit } from "./checked-out.ts";
import { connected } from "./connected.ts";
import type { Engine } from "./engine.ts";
import type { Done } from "./errand.ts";
import { lookWith } from "./facts.ts";
import { errandRelease, loadProject, missingSecrets, type Project, releaseOf } from "./project.ts";
import { tellOfStrays } from "./strays.ts";
import { checkTools, treeOf, workspaceOf } from "./workspace.ts";

export interface BuildOptions {
  /** Use the build's own cache. */
  readonly cache: boolean;
  /** Where the image goes, as for buildx's `--output=type=`. */
  readonly output: string;
}

interface Task {
  readonly deed: BuildDeed;
  readonly options: BuildOptions;
  readonly project: Project;
  readonly release: Release;
  readonly call: Call;
}

/** What there is to do. */
interface Stretches {
  /** One after the other, as long as all goes well. */
  readonly plans: readonly Plan[];
  /** Whatever happens. */
  readonly tidy: readonly Plan[];
}

/** @throws InvalidInput when a file is wrong, Refusal when it cannot be done at all */
export async function runBuild(deed: BuildDeed, options: BuildOptions, call: Call): Promise<Done> {
  const task = await take(deed, options, call);
  const { project, release } = task;
  if (deed.name !== "pull") await checkTools(project.config);
  await tellOfChanges(task);
  return connected(project, call, deed.connects ? release : undefined, async (engine) => {
    const facts = deed.pulls && asksForMirrors(project.config) ? await lookWith(engine, project) : new Map();
    return carryOut(await plansOf(task, facts), task, engine);
  });
}

/** What `runBuild` would do, without doing it or asking any server. */
export async function previewBuild(deed: BuildDeed, options: BuildOptions, call: Call): Promise<Plan[]> {
  const { plans, tidy } = await plansOf(await take(deed, options, call), new Map());
  return [...plans, ...tidy];
}

async function take(deed: BuildDeed, options: BuildOptions, call: Call): Promise<Task> {
  const project = await loadProject(call);
  checkProject(deed, project);
  if (deed.source !== undefined) await checkCommit(project, call);
  const names = { command: "build", subcommand: deed.name };
  const ofVersion = deed.source !== undefined || deed.pulls;
  const release = ofVersion
    ? { ...releaseOf(project, call.request, { verb: names.command, at: new Date() }), subcommand: names.subcommand }
    : errandRelease(project, call.request, names);
  return { deed, options, project, release, call };
}

/** @throws Refusal that names every secret without a value and everything that cannot be done yet */
function checkProject({ source, connects }: BuildDeed, project: Project): void {
  const { config } = project;
  const uses = [...(connects ? registrySecrets(config) : []), ...(source === undefined ? [] : builderSecrets(config))];
  refuseFor([...missingSecrets(project, uses), ...(source === undefined ? [] : unsupported(config))]);
}

async function plansOf({ deed, options, project, release, call }: Task, facts: FactsByHost): Promise<Stretches> {
  if (deed.name === "pull") return { plans: [planPull(release, facts)], tidy: [] };
  const workspace = await (deed.source === "clone" ? workspaceOf : treeOf)(project, call.request, options);
  if (deed.source !== undefined) tellOfCache(project, workspace, call.watcher);
  return { plans: plansHere(deed.name, release, workspace, facts), tidy: deed.source === "clone" ? [planTidy(workspace)] : [] };
}

function plansHere(name: Exclude<BuildDeed["name"], "pull">, release: Release, workspace: Workspace, facts: FactsByHost): Plan[] {
  switch (name) {
    case "push":
      return [planBuild(release, workspace)];
    case "deliver":
      return [planBuild(release, workspace), planPull(release, facts)];
    case "dev":
      return [planDev(release, workspace)];
    case "create":
      return [planBuilderCreation(release, workspace)];
    case "remove":
      return [planBuilderRemoval(workspace)];
    case "details":
      return [planBuilderDetails(release, workspace)];
  }
}

async function carryOut({ plans, tidy }: Stretches, { project }: Task, engine: Engine): Promise<Done> {
  const outcomes: Outcome[] = [];
  try {
    for (const plan of plans) {
      const done = await engine.run(plan);
      tellOfCacheFailures(project, done, engine.watcher);
      outcomes.push(...done);
      if (hasFailed(outcomes)) break;
    }
  } finally {
    for (const plan of tidy) engine.runBeside(plan);
  }
  const title = plans.map((plan) => plan.title).join("; ");
  return { title, config: project.config, outcomes, facts: new Map() };
}

/** Where what is built may not be what the person sees. */
async function tellOfChanges({ deed, project: { config, repository }, call: { request, watcher } }: Task): Promise<void> {
  if (deed.source === "tree") return tellOfStrays(request.directory, watcher);
  if (deed.source === undefined || !repository?.dirty) return;
  watcher.note(
    config.builder.context === undefined
      ? "What is not committed is not in the image: it is built from a clean clone of HEAD"
      : "What is not committed is in the image: it is built from the working tree",
  );
}
