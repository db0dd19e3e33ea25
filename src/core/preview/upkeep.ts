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

/** What became of it. */
export interface Attended {
  readonly number: PreviewNumber;
  readonly result: "removed" | "asleep" | "left" | "failed";
  readonly reason: string;
}

type Times = Pick<PreviewSettings, "ttl" | "sleepAfter">;

/**
 * What is due, as far as is known without asking whether somebody uses a preview.
 * @param closed whose pull request is closed
 */
export const upkeepOf = (times: Times, previews: readonly LivePreview[], closed: ReadonlySet<PreviewNumber>): Upkeep[] =>
  previews.flatMap((preview) => upkeepOfOne(times, preview, closed) ?? []);

function upkeepOfOne(
  { ttl, sleepAfter }: Times,
  { number, age, state }: LivePreview,
  closed: ReadonlySet<PreviewNumber>,
): Upkeep | undefined {
  if (closed.has(number)) return { number, deed: "remove", reason: "its pull request is closed" };
  if (age === undefined) return undefined;
  if (ttl !== undefined && age >= ttl) return { number, deed: "remove", reason: `it was deployed ${longTime(age)} ago` };
  if (state !== "live" || sleepAfter === undefined || age < sleepAfter) return undefined;
  return { number, deed: "sleep", reason: `nobody has asked for it in ${longTime(sleepAfter)}` };
}
