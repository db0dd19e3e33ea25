import type { Command } from "commander";
import * as removal from "../../core/plan/app/removal.ts";
import { addErrand } from "../errand.ts";
import type { FrontEnd } from "../front-end.ts";
import { versionArgument } from "../options.ts";

/** Commands that take the app's containers away. */
export function addAppRemoval(app: Command, frontEnd: FrontEnd): void {
  addErrand(app, frontEnd, {
    ...{ usage: "remove", description: "Stop the app and take its containers and images away", locks: true },
    question: "This removes the app's containers, images and directories from the servers.",
    plan: () => removal.planAppRemove,
  });
  addErrand<{ readonly stop?: true }>(app, frontEnd, {
    ...{ usage: "stale_containers", description: "Show versions that run beside the one that serves" },
    locks: ({ stop }) => stop ?? false,
    plan: ({ stop }) => removal.planAppStale({ stop: stop ?? false }),
  }).option("-s, --stop", "stop them");
  addErrand(app, frontEnd, {
    ...{ usage: "remove_container <version>", description: "Remove the containers of one version", locks: true, hidden: true },
    plan: (_, [version = ""]) => removal.planAppRemoveContainer(versionArgument(version)),
  });
  addParts(app, frontEnd);
}

/** Kamal has the parts of `remove` as commands of their own. */
function addParts(app: Command, frontEnd: FrontEnd): void {
  const part = { description: "A part of remove", locks: true, hidden: true } as const;
  addErrand(app, frontEnd, { ...part, usage: "remove_containers", plan: () => removal.planAppRemoveContainers });
  addErrand(app, frontEnd, { ...part, usage: "remove_images", plan: () => removal.planAppRemoveImages });
  addErrand(app, frontEnd, { ...part, usage: "remove_app_directories", plan: () => removal.planAppRemoveDirectories });
}
