import { awaitLeftovers } from "../../commands/leftovers.ts";
import * as preview from "../../commands/preview.ts";
import type { Host } from "../../config/names.ts";
import { isPreviewConfig, type PreviewConfig } from "../../config/preview/preview.ts";
import type { FactsByHost } from "../../host/facts.ts";
import { Refusal, refuseFor } from "../../report/refusal.ts";
import type { Shell } from "../../shell/sh.ts";
import { longestWait } from "../deliver.ts";
import type { Plan, RemoteStep } from "../plan.ts";
import type { Release } from "../release.ts";
import { idsOf, onHost } from "../step.ts";
import { namesakes } from "./obstacles.ts";

/** A release that can only be of a preview. */
export interface PreviewRelease extends Release {
  readonly config: PreviewConfig;
}

/** Take a preview away with all that it had, as it is found on the servers: deploy.yml may have changed since. */
export function planPreviewRemove({ config }: PreviewRelease, facts: FactsByHost): Plan {
  const steps = [...facts.values()].flatMap((known) =>
    inTurn(known.host, [
      ["await-leftovers", "Wait for what a killed run still does", awaitLeftovers(longestWait(config))],
      ["remove-routes", "Send it no more requests", preview.unroute(config, known)],
      ["remove-containers", "Remove its containers", preview.removeContainers(config)],
      ["remove-images", "Remove its images", preview.removeImages(config, known)],
      ["remove-volumes", "Remove its volumes", preview.removeVolumes(config)],
      ["remove-files", "Remove its files", preview.removeFiles(config, known)],
    ]),
  );
  return { title: `Remove the preview ${config.service}`, steps };
}

/** The same for whatever config; one that is of no preview is refused, and one whose name another app has there. */
export function planRemovalOf(release: Release, facts: FactsByHost): Plan {
  refuseFor(namesakes(release.config, facts));
  return planPreviewRemove(ofPreview(release), facts);
}

/** @throws Refusal when the release is of the app itself */
export function ofPreview(release: Release): PreviewRelease {
  const { config } = release;
  if (isPreviewConfig(config)) return { ...release, config };
  throw new Refusal([`${config.service} is no preview: name a pull request, as in "landfall preview remove 12"`]);
}

type Deed = readonly [name: string, title: string, run: Shell];

function inTurn(host: Host, deeds: readonly Deed[]): RemoteStep[] {
  const steps: RemoteStep[] = [];
  for (const [name, title, run] of deeds) steps.push(onHost(host, name, "act", title, run, idsOf(steps.slice(-1))));
  return steps;
}
