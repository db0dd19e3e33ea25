import {
  buildxComplaint,
  buildxVersion,
  contextEndpoint,
  engineArchitecture,
  engineKeepsCache,
  inspectBuilder,
  packComplaint,
} from "../adapters/buildx.ts";
import { abandonedClones, newClone } from "../adapters/clones.ts";
import { dockerfileComplaint } from "../adapters/dockerfile.ts";
import type { BuilderFacts } from "../core/commands/builder/builder.ts";
import { type CacheObstacle, cacheObstacle } from "../core/commands/builder/cache-obstacle.ts";
import { asksForArchitecture, asksForCacheSupport, type BuildTarget, targetOf } from "../core/commands/builder/target.ts";
import type { Config } from "../core/config/config.ts";
import type { Clone, Workspace } from "../core/plan/build/workspace.ts";
import { Refusal } from "../core/report/refusal.ts";
import type { Project } from "./project.ts";
import type { Request } from "./request.ts";

/** @param buildx what is wrong with it, asked for beforehand to save time @throws Refusal when what builds is not installed here */
export async function checkTools({ builder }: Pick<Config, "builder">, buildx = buildxComplaint()): Promise<void> {
  const complaints = await Promise.all([buildx, builder.pack ? packComplaint() : undefined]);
  const found = complaints.filter((complaint) => complaint !== undefined);
  if (found.length > 0) throw new Refusal(found);
}

/**
 * What there is to build from.
 * @throws Refusal when the Dockerfile would not be in the clone
 */
export async function workspaceOf(
  project: Project,
  request: Request,
  options: { readonly cache: boolean; readonly output: string },
): Promise<Workspace> {
  const known = await treeOf(project, request, options);
  return { ...known, clone: await cloneOf(project, request, known.target) };
}

/** The same, to build from the working tree as it is. */
export async function treeOf(
  { config }: Pick<Project, "config">,
  { directory, env }: Request,
  { cache, output }: { readonly cache: boolean; readonly output: string },
): Promise<Workspace> {
  const obstacle = await obstacleHere(config, env);
  const target = await targetHere(config, obstacle);
  const builder = await factsOfBuilder(target);
  return { directory, clone: undefined, target, builder, cache, cacheObstacle: obstacle, output, env };
}

async function targetHere(config: Config, obstacle: CacheObstacle | undefined): Promise<BuildTarget> {
  const [architecture, keepsCache] = await Promise.all([
    asksForArchitecture(config) ? engineArchitecture() : undefined,
    asksForCacheSupport(config, obstacle) ? engineKeepsCache() : undefined,
  ]);
  return targetOf(config, { architecture, keepsCache });
}

const obstacleHere = async ({ builder }: Config, env: Request["env"]): Promise<CacheObstacle | undefined> =>
  cacheObstacle(builder, { env, buildx: builder.cache?.type === "gha" ? await buildxVersion() : undefined });

async function factsOfBuilder(target: BuildTarget): Promise<BuilderFacts> {
  const [builder, context] = await Promise.all([
    target.name === undefined ? undefined : inspectBuilder(target.name),
    "context" in target ? contextEndpoint(target.context) : undefined,
  ]);
  return { builder, context };
}

async function cloneOf(
  { config: { builder }, repository }: Project,
  { directory }: Request,
  { kind }: BuildTarget,
): Promise<Clone | undefined> {
  if (builder.context !== undefined || !repository) return undefined;
  const complaint = kind === "pack" ? undefined : await dockerfileComplaint(directory, builder.dockerfile, repository);
  if (complaint !== undefined) throw new Refusal([complaint]);
  const { root, prefix, revision, submodules } = repository;
  return { from: root, to: newClone(), revision, prefix, submodules, abandoned: await abandonedClones() };
}
