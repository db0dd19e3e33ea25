import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { markOf, type Repository } from "./git.ts";

/** Why a clone of HEAD cannot be built with this Dockerfile of the project, in a sentence; undefined when it can be. */
export async function dockerfileComplaint(
  directory: string,
  dockerfile: string,
  { submodules }: Pick<Repository, "submodules">,
): Promise<string | undefined> {
  const exists = existsSync(resolve(directory, dockerfile));
  const mark = await markOf(directory, dockerfile);
  if (exists && /^(\?\?|!!|A)/.test(mark))
    return `${dockerfile} is not committed, and the image is built from a clone of HEAD. Commit it, or set builder.context to "." to build from ${directory} as it is`;
  // A file of a submodule need not be there yet, and one that is deleted here is still in HEAD.
  if (exists || submodules || mark !== "") return undefined;
  return `Missing ${dockerfile}: there is none in ${directory}. builder.dockerfile says where it is`;
}
