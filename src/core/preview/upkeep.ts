import type { PreviewNumber } from "../config/preview/name.ts";
import type { PreviewSettings } from "../config/preview/settings.ts";
import type { LivePreview } from "../host/previews.ts";
import { longTime } from "../report/table.ts";

/** What is due for a preview, and why. */
export interface Upkeep {
  readonly number: PreviewNumber;
  readonly deed: "remove" | "sleep";
  readonly reason: string;
}

/** What is due. Whether somebody has asked for a preview lately, its server knows. @param closed whose pull request is closed */
export function upkeepOf(
  { ttl, sleepAfter }: Pick<PreviewSettings, "ttl" | "sleepAfter">,
  previews: readonly LivePreview[],
  closed: ReadonlySet<PreviewNumber>,
): Upkeep[] {
  return previews.flatMap(({ number, age, state }): Upkeep[] => {
    if (closed.has(number)) return [{ number, deed: "remove", reason: "its pull request is closed" }];
    if (ttl !== undefined && age !== undefined && age >= ttl)
      return [{ number, deed: "remove", reason: `it was deployed ${longTime(age)} ago` }];
    const maySleep = state === "live" && sleepAfter !== undefined && age !== undefined && age >= sleepAfter;
    return maySleep
      ? [{ number, deed: "sleep", reason: `it was deployed ${longTime(age)} ago, and sleeps unless it is in use` }]
      : [];
  });
}
