import { buildArguments } from "../../commands/builder/build.ts";
import { cacheToken } from "../../commands/builder/cache-obstacle.ts";
import { packArguments } from "../../commands/builder/pack.ts";
import type { Config } from "../../config/config.ts";
import { secretValue } from "../../host/env.ts";
import { imageTag, latestImage } from "../../host/names.ts";
import { Secret } from "../../shell/secret.ts";
import type { LocalStep, Program, StepId } from "../plan.ts";
import type { Release } from "../release.ts";
import { onRunner } from "../step.ts";
import type { Workspace } from "./workspace.ts";

/** How an image is named that is built. */
export interface Naming {
  readonly title: string;
  /** Of the working tree: the tags say so. */
  readonly dirty: boolean;
}

/** Build the image, and push it where the build itself does not: `pack` only puts it among the engine's own. */
export function building(release: Release, workspace: Workspace, naming: Naming, needs: readonly StepId[]): LocalStep[] {
  const { config, version } = release;
  const build = onRunner("build", "build", naming.title, buildProgram(release, workspace, naming), needs);
  if (workspace.target.kind !== "pack" || workspace.output !== "registry") return [build];
  const pushing = (name: string, tag: string, before: LocalStep): LocalStep =>
    onRunner(name, "build", `Push ${tag}`, { argv: ["docker", "push", tag] }, [before.id]);
  const push = pushing("push", imageTag(config, version), build);
  return [build, push, pushing("push-latest", latestImage(config), push)];
}

function buildProgram({ config, version, secrets }: Release, workspace: Workspace, { dirty }: Naming): Program {
  const { directory, clone, target, cache, cacheObstacle, output, env: outer } = workspace;
  const given = Object.fromEntries(config.builder.secrets.map((name) => [name, secretValue(name, secrets)]));
  const options = { cache, keepsLayers: !cacheObstacle, output, dirty, variables: { ...outer, ...given } };
  const cwd = clone ? [clone.to, clone.prefix].filter(Boolean).join("/") : directory;
  const { pack } = config.builder;
  if (target.kind === "pack" && pack)
    return { argv: ["pack", ...packArguments(config, pack, version, options)], cwd, env: given };
  const argv = ["docker", ...buildArguments(config, target, version, options)] as const;
  return { argv, cwd, env: { ...given, ...cacheAccess(config, workspace), ...(isElsewhere(workspace) && anonymous) } };
}

/** What buildx reaches the Actions cache with. No other program gets the token. */
function cacheAccess({ builder: { cache } }: Config, { cacheObstacle, env }: Workspace): Readonly<Record<string, Secret>> {
  const token = env[cacheToken];
  if (cache?.type !== "gha" || cacheObstacle || !token) return {};
  return { [cacheToken]: new Secret(cacheToken, token) };
}

/** Whether the build, or part of it, runs on another machine than the runner. */
export const isElsewhere = ({ target }: Workspace): boolean => target.kind === "remote" || target.kind === "hybrid";

/** The builder asks the registry for its tokens itself; docs: https://github.com/moby/buildkit (session/auth/authprovider). */
const anonymous = { BUILDKIT_NO_CLIENT_TOKEN: "1" };
