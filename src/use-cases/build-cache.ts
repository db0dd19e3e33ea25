import { cacheFailures } from "../core/commands/builder/cache-log.ts";
import type { CacheObstacle } from "../core/commands/builder/cache-obstacle.ts";
import type { Workspace } from "../core/plan/build/workspace.ts";
import { type Outcome, partsOf } from "../core/plan/plan.ts";
import type { Project } from "./project.ts";
import type { Watcher } from "./watcher.ts";

type Told = Pick<Watcher, "warning" | "note">;

/** Tells before a build where its cache is not what deploy.yml says. */
export function tellOfCache(
  { config, files }: Pick<Project, "config" | "files">,
  { target, cacheObstacle }: Workspace,
  told: Told,
): void {
  if (cacheObstacle) told.warning(beside(files, cacheObstacle));
  if (target.kind !== "local" || target.name === undefined || config.builder.driver !== "docker") return;
  told.note(
    `The Docker engine here keeps no cache with driver: docker, so the builder ${target.name} builds; with containerd's image store it could`,
  );
}

/** Tells after a build what went wrong with its cache, which does not end it. */
export function tellOfCacheFailures({ files }: Pick<Project, "files">, outcomes: readonly Outcome[], told: Told): void {
  const built = outcomes.filter(({ step, status }) => partsOf(step.id).deed === "build" && status === "succeeded");
  for (const message of built.flatMap(({ output }) => cacheFailures(output)))
    told.warning(beside(files, { message, hint: "The image is whole; the next build may take longer." }));
}

const beside = ({ locate }: Pick<Project["files"], "locate">, { message, hint }: CacheObstacle) => ({
  ...locate(["builder", "cache"]),
  ...{ path: "builder/cache", message, hint },
});
