import { loginHere, loginOf, serverName, startLocal } from "../../commands/registry.ts";
import { abbreviated } from "../../config/names.ts";
import { hostsInScope } from "../../config/placement.ts";
import { spokenImage } from "../../host/names.ts";
import { forwardToBuilder } from "../forward.ts";
import { hookSteps } from "../hook.ts";
import type { LocalStep, Plan } from "../plan.ts";
import type { Release } from "../release.ts";
import { idsOf, onRunner } from "../step.ts";
import { readying } from "./builder.ts";
import { cloning } from "./clone.ts";
import { building, isElsewhere } from "./image.ts";
import type { Workspace } from "./workspace.ts";

/** Build the image from a clean clone of HEAD and push it, while others look at the servers. */
export function planBuild(release: Release, workspace: Workspace): Plan {
  const { config, version } = release;
  const before = hookSteps(release, "pre-build", { hosts: hostsInScope(config), locked: false });
  const prerequisites = [
    ...before,
    ...registryReady(release),
    ...cloning(workspace, idsOf(before)),
    ...readying(release, workspace, "build", idsOf(before)),
  ];
  const title = `Build and push ${spokenImage(config, version)}`;
  return {
    title: `Build ${config.service} ${abbreviated(version)}`,
    steps: [...prerequisites, ...building(release, workspace, { title, dirty: false }, idsOf(prerequisites))],
    forwards: isElsewhere(workspace) ? forwardToBuilder(config) : [],
  };
}

/** A remote builder pushes with the credentials of whoever calls it: Kamal does not log in for it, which fails on a fresh runner. */
function registryReady({ config, secrets }: Release): LocalStep[] {
  const { registry } = config;
  if (registry.local) return [onRunner("registry", "build", `Serve ${serverName(registry)}`, startLocal(registry))];
  const login = loginOf(config, secrets);
  if (!login) return [];
  return [onRunner("login", "build", `Log in to ${serverName(registry)}`, loginHere(login))];
}
