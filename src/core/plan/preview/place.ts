import { takePlace } from "../../commands/preview-place.ts";
import { isPreviewConfig } from "../../config/preview/preview.ts";
import { counted } from "../../report/counting.ts";
import type { RemoteStep } from "../plan.ts";
import type { Release } from "../release.ts";
import { onHost } from "../step.ts";

/** What is said where there are as many previews as may be; which, follows. */
export const noPlaceWords = (most: number): string =>
  `x-landfall/preview/max allows ${counted(most, "preview")} at once, and there are these:`;

/** Under the lock: others may have come since servers were looked at. None for the app itself, or where there is no end of places. */
export function takingPlace({ config }: Release): RemoteStep[] {
  const most = config.landfall.preview?.most;
  if (most === undefined || !isPreviewConfig(config)) return [];
  const title = "Take a place among the previews";
  return [onHost(config.primaryHost, "place", "lock", title, takePlace(config, most, noPlaceWords(most)))];
}
