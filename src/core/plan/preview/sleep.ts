import * as preview from "../../commands/preview.ts";
import type { FactsByHost } from "../../host/facts.ts";
import { lines } from "../../shell/sh.ts";
import type { Plan } from "../plan.ts";
import type { Release } from "../release.ts";
import { onHost } from "../step.ts";
import { ofPreview, type PreviewRelease } from "./removal.ts";

/** Stop a preview. All that it has stays, and its next deploy starts it again. */
export function planPreviewSleep({ config }: PreviewRelease, facts: FactsByHost): Plan {
  const steps = [...facts.values()].map((known) =>
    onHost(known.host, "sleep", "act", "Stop it", lines(preview.unroute(config, known), preview.stop(config))),
  );
  return { title: `Put the preview ${config.service} to sleep`, steps };
}

/** The same for whatever config; one that is of no preview is refused. */
export const planSleepOf = (release: Release, facts: FactsByHost): Plan => planPreviewSleep(ofPreview(release), facts);
