import { readUploads } from "../adapters/uploads.ts";
import type { Accessory } from "../core/config/accessory.ts";
import type { Release } from "../core/plan/release.ts";
import type { Call } from "./call.ts";
import type { Project } from "./project.ts";

/** The release with everything that these accessories are sent of this machine. @throws InvalidInput when some of it is missing */
export async function withMounted(
  release: Release,
  accessories: readonly Accessory[],
  { secrets, files: configFiles }: Project,
  { request: { directory, destination }, watcher, cancel }: Call,
): Promise<Release> {
  const around = { cwd: directory, destination, signal: cancel, ...configFiles };
  const { files, warnings } = await readUploads({ accessories, secrets, ...around });
  for (const warning of warnings) watcher.warning(warning);
  return { ...release, mounted: files };
}
