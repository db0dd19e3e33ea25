import { filesInContext } from "../adapters/build-context.ts";
import { strayFiles } from "../adapters/git.ts";
import type { Watcher } from "./watcher.ts";

/** Tell what a build of the working tree takes in that no commit has. @throws Refusal when Docker cannot list what it sees */
export async function tellOfStrays(directory: string, watcher: Pick<Watcher, "note">): Promise<void> {
  const { changed, untracked } = await strayFiles(directory);
  if (changed.length + untracked.length === 0) return;
  const seen = await filesInContext(directory);
  const tell = (what: string, files: readonly string[]): void => {
    const taken = files.filter((file) => seen.has(file)).sort();
    if (taken.length > 0) watcher.note([`${what} will be in the image:`, ...taken.map((file) => `  ${file}`)].join("\n"));
  };
  tell("Files with uncommitted changes", changed);
  tell("Untracked files", untracked);
}
