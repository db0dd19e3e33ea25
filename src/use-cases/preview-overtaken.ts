import { overtaken } from "../core/preview/event.ts";
import { Refusal } from "../core/report/refusal.ts";
import type { Github } from "./github.ts";
import type { Undertaking } from "./undertaking.ts";

/** A deploy that came too late: its preview was to be taken away meanwhile, or already was. */
export class Overtaken extends Refusal {}

/**
 * Whether an event's deploy is still wanted: its job may have waited for the lock of the very job that has taken the preview away.
 * Whoever names a pull request by hand gets its preview whatever has become of it.
 * @throws Overtaken when it is not
 */
export async function refuseOvertaken(
  { request: { preview }, release: { config } }: Pick<Undertaking, "request" | "release">,
  github: Pick<Github, "pullRequest">,
): Promise<void> {
  const settings = config.landfall.preview;
  if (preview?.sha === undefined || !settings) return;
  const now = await github.pullRequest(preview.number);
  const reason = now && overtaken(now, settings);
  if (reason !== undefined) throw new Overtaken([reason]);
}
