import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builderExists } from "../adapters/buildx.ts";
import { builderName } from "../core/commands/builder.ts";
import type { Workspace } from "../core/plan/build.ts";
import type { Project } from "./project.ts";
import type { Request } from "./request.ts";

/** What there is to build from. */
export async function workspaceOf(
  { config, repository }: Project,
  { directory }: Request,
  options: { readonly cache: boolean },
): Promise<Workspace> {
  const name = builderName(config);
  const exists = name === undefined || (await builderExists(name));
  if (config.builder.context !== undefined || !repository)
    return { directory, clone: undefined, builderExists: exists, ...options };
  const { root, prefix, revision, submodules } = repository;
  const to = join(tmpdir(), `landfall-${config.service}-${randomBytes(8).toString("hex")}`);
  return { directory, clone: { from: root, to, revision, prefix, submodules }, builderExists: exists, ...options };
}
