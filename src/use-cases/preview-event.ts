import { readRepository } from "../adapters/git.ts";
import { noPreviews } from "../core/config/preview/config.ts";
import {
  deedFor,
  noForkYet,
  occasionOf,
  otherCommit,
  type PreviewDeed,
  type PullRequestOccasion,
  type WorkflowEvent,
} from "../core/preview/event.ts";
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
  const isFork = occasion.kind === "pull request" && occasion.isFork;
  const obstacle = isFork ? await forkObstacle(occasion, event, call) : undefined;
  if (obstacle) return obstacle;
  const { config } = await loadSettings({ ...call, watcher: deaf });
  const { preview } = config.landfall;
  if (!preview) return { deed: "nothing", reason: noPreviews };
  const deed = deedFor(occasion, preview);
  if (deed.deed !== "deploy") return deed;
  const isClosed = (await github.pullRequest(deed.preview.number))?.state === "closed";
  return isClosed ? { deed: "nothing", reason: "The pull request is closed by now" } : deed;
}

/** Why nothing is done for a fork's event; undefined where a person has let it go on. */
async function forkObstacle(
  { hasSecrets, given }: PullRequestOccasion,
  { environment }: WorkflowEvent,
  call: Call,
): Promise<PreviewDeed | undefined> {
  const { run, directory, env } = call.request;
  if (!hasSecrets || run.id === undefined) return noForkYet(undefined);
  if (!(await githubOf(call).wasApproved({ id: run.id, environment }))) return noForkYet(environment);
  const approved = given.pull_request.head.sha;
  const { revision } = (await readRepository(directory)) ?? {};
  // GITHUB_SHA is the base's own in a workflow on pull_request_target, so nobody has to have approved it.
  const isKnown = revision === approved || (given.action === "closed" && revision !== undefined && revision === env.GITHUB_SHA);
  return isKnown ? undefined : otherCommit(approved);
}
