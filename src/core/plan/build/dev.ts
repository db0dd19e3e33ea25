import { imageTag } from "../../host/names.ts";
import type { Plan } from "../plan.ts";
import type { Release } from "../release.ts";
import { idsOf } from "../step.ts";
import { readying } from "./builder.ts";
import { building } from "./image.ts";
import type { Workspace } from "./workspace.ts";

/** Build the working tree as it is, under tags that say so. */
export function planDev(release: Release, workspace: Workspace): Plan {
  const { config, version } = release;
  const ready = readying(release, workspace, "build");
  const title = `Build ${imageTag(config, version)}-dirty`;
  return { title, steps: [...ready, ...building(release, workspace, { title, dirty: true }, idsOf(ready))] };
}
