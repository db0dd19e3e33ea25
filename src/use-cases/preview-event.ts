import { noPreviews } from "../core/config/preview/config.ts";
import { deedFor, noForkYet, occasionOf, type PreviewDeed, type WorkflowEvent } from "../core/preview/event.ts";
import { Refusal } from "../core/report/refusal.ts";
import type { Call } from "./call.ts";
import { githubOf } from "./github.ts";
import { loadSettings } from "./project.ts";
import { deaf } from "./watcher.ts";

/**
 * What is to be done for an event. No file of the project is read for a fork that nobody has approved: reading deploy.yml and the
 * secrets file may run commands in them.
 * @throws Refusal when the event means nothing here, InvalidInput when deploy.yml is wrong
 */
export async function previewDeed(event: WorkflowEvent, call: Call): Promise<PreviewDeed> {
  const occasion = occasionOf(event);
  if (typeof occasion === "string") throw new Refusal([occasion]);
  const github = githubOf(call);
  if (occasion.kind === "pull request" && occasion.isFork) {
    const { id } = call.request.run;
    const { environment } = event;
    if (!occasion.hasSecrets || id === undefined) return noForkYet(undefined);
    if (!(await github.wasApproved({ id, environment }))) return noForkYet(environment);
  }
  const { config } = await loadSettings({ ...call, watcher: deaf });
  const { preview } = config.landfall;
  if (!preview) return { deed: "nothing", reason: noPreviews };
  const deed = deedFor(occasion, preview);
  if (deed.deed !== "deploy") return deed;
  const isClosed = (await github.pullRequest(deed.preview.number))?.state === "closed";
  return isClosed ? { deed: "nothing", reason: "The pull request is closed by now" } : deed;
}
