import { commitOf } from "../adapters/git.ts";
import { Refusal } from "../core/report/refusal.ts";
import type { Project } from "./project.ts";
import type { Request } from "./request.ts";
import type { Watcher } from "./watcher.ts";

interface Asked {
  readonly request: Pick<Request, "directory" | "env" | "version">;
  readonly watcher: Pick<Watcher, "note">;
}

/**
 * Whoever builds a commit under the name of another one overwrites that one's image. The variable VERSION may do it, as in Kamal, with a note.
 * @throws Refusal when the version that was asked for is another commit than the one that is built
 */
export async function checkCommit({ repository }: Pick<Project, "repository">, { request, watcher }: Asked): Promise<void> {
  const { directory, env, version: asked } = request;
  const version = asked ?? env.VERSION;
  if (!repository || version === undefined || !(await isAnother(version, repository.revision, directory))) return;
  const head = `the one that is checked out (${repository.revision.slice(0, 7)})`;
  if (asked === undefined) return watcher.note(`The variable VERSION is ${version}, another commit than ${head}, which is built`);
  throw new Refusal([
    `${version} is another commit than ${head}, and a build would overwrite its image. Check it out, or deploy its image as it is with --skip-push, or go back to it with rollback`,
  ]);
}

async function isAnother(version: string, head: string, directory: string): Promise<boolean> {
  if (!/^[\da-f]{7,40}$/.test(version) || head.startsWith(version)) return false;
  // A tag or a branch of that name is no commit of that name.
  return version.length === 40 || ((await commitOf(directory, version))?.startsWith(version) ?? false);
}
