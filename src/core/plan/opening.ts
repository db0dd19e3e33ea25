import { bootingAll } from "./accessory/boot.ts";
import { gates, hostsOfRun, speaksForAll } from "./fleet.ts";
import { hookSteps } from "./hook.ts";
import type { Step } from "./plan.ts";
import { seeding } from "./preview/seed.ts";
import { provisioning } from "./provisions.ts";
import type { FactsByHost, Release } from "./release.ts";
import { commanding } from "./release-command.ts";
import { idsOf } from "./step.ts";

export interface Opening {
  readonly steps: readonly Step[];
  /** What has to succeed before the app boots. */
  readonly last: readonly Step[];
}

export interface OpeningOptions {
  /** Run the pre-deploy hook, unless told not to. */
  readonly hooks?: boolean;
  /** Boot the accessories that have no container yet. */
  readonly accessories?: boolean;
  /** The release command runs before it, and what deploy.yml wants verified is asked after it. */
  readonly isNew?: boolean;
}

/** Everything between the look under the lock and the first boot of the app. Each part waits for the one before it. */
export function opening(release: Release, facts: FactsByHost, { hooks = true, ...options }: OpeningOptions): Opening {
  const steps: Step[] = [];
  let last: readonly Step[] = [];
  const add = (part: readonly Step[]): void => {
    steps.push(...part);
    if (part.length > 0) last = part;
  };
  if (hooks && speaksForAll(release)) add(hookSteps(release, "pre-deploy", { hosts: hostsOfRun(release), locked: true }));
  add(provisioning(release, facts, idsOf(last)));
  if (options.accessories) add(bootingAll(release, idsOf(last)));
  add(seeding(release, idsOf(last)));
  if (options.isNew) add(commanding(release, idsOf(last)));
  const gate = gates(release);
  return { steps: [...steps, ...gate], last: [...last, ...gate] };
}
