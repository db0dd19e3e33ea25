import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builderExists } from "../adapters/buildx.ts";
import { builderName, unsupported } from "../core/commands/builder.ts";
import type { Workspace } from "../core/plan/build.ts";
import { Refusal } from "../core/report/refusal.ts";
import type { Request } from "./request.ts";
import type { Project } from "./run.ts";

/** What there is to build from. @throws Refusal when it is nothing that Landfall can build */
export async function workspaceOf(
  { config, repository }: Project,
  { directory }: Request,
  options: { readonly cache: boolean },
): Promise<Workspace> {
  const refusal = unsupported(config.builder);
  if (refusal !== undefined) throw new Refusal([refusal]);
  const name = builderName(config);
  const exists = name === undefined || (await builderExists(name));
  if (config.builder.context !== undefined || !repository)
    return { directory, clone: undefined, builderExists: exists, ...options };
  const { root, prefix, revision } = repository;
  const to = join(await mkdtemp(join(tmpdir(), `landfall-${config.service}-`)), "clone");
  return { directory, clone: { from: root, to, revision, prefix }, builderExists: exists, ...options };
}
