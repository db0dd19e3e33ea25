import * as preview from "../../commands/preview.ts";
import type { FactsByHost } from "../../host/facts.ts";
import { longTime } from "../../report/table.ts";
import { lines, sh } from "../../shell/sh.ts";
import type { Plan } from "../plan.ts";
import type { Release } from "../release.ts";
import { onHost } from "../step.ts";
import { ofPreview, type PreviewRelease } from "./removal.ts";

/** Stop a preview that nobody has asked for in so many seconds. All that it has stays, and its next deploy starts it again. */
export function planPreviewSleep({ config }: PreviewRelease, facts: FactsByHost, seconds: number): Plan {
  const steps = [...facts.values()].map((known) => {
    const run = lines(
      sh`if ${preview.wasAskedFor(config, known, seconds)}; then echo "It is in use"; exit 0; fi`,
      preview.unroute(config, known),
      preview.stop(config),
    );
    return onHost(known.host, "sleep", "act", `Stop it, if nobody asked for it in ${longTime(seconds)}`, run);
  });
  return { title: `Put the preview ${config.service} to sleep`, steps };
}

/** The same as deploy.yml has it; one that is never to sleep is left alone. */
export function planSleepOf(release: Release, facts: FactsByHost): Plan {
  const preview = ofPreview(release);
  const seconds = preview.config.landfall.preview?.sleepAfter;
  return seconds === undefined ? { title: "Let it run", steps: [] } : planPreviewSleep(preview, facts, seconds);
}
