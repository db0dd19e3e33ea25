import { readRepository } from "../adapters/git.ts";
import { noPreviews } from "../core/config/preview/config.ts";
import {
  deedFor,
  noForkYet,
  occasionOf,
  otherCommit,
  overtaken,
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
  if (event.name === "pull_request_target" && deed.sha !== call.request.env.GITHUB_SHA && (await isBase(call.request)))
    throw new Refusal([baseCheckedOut]);
  const now = await github.pullRequest(deed.preview.number);
  const reason = now && overtaken(now, preview);
  // The job that was to take the preview away is gone where GitHub gave it up for this one.
  return reason === undefined ? deed : { deed: "remove", preview: deed.preview };
}

/** GITHUB_SHA is the base's own in a workflow on pull_request_target: docs.github.com/actions/reference/events-that-trigger-workflows */
async function isBase({ directory, env }: Call["request"]): Promise<boolean> {
  const { revision } = (await readRepository(directory)) ?? {};
  return revision !== undefined && revision === env.GITHUB_SHA;
}

const baseCheckedOut =
  "What is checked out is the base of the pull request, as it is on pull_request_target. To preview its branch, give actions/checkout the ref: ${{ github.event.pull_request.head.sha }}";

/** Why nothing is done for a fork's event; undefined where a person has let it go on. */
async function forkObstacle(
  { hasSecrets, given }: PullRequestOccasion,
  { environment }: WorkflowEvent,
  call: Call,
): Promise<PreviewDeed | undefined> {
  const { run, directory } = call.request;
  if (!hasSecrets || run.id === undefined) return noForkYet(undefined);
  if (!(await githubOf(call).wasApproved({ id: run.id, environment }))) return noForkYet(environment);
  const approved = given.pull_request.head.sha;
  const { revision } = (await readRepository(directory)) ?? {};
  // Nobody has to have approved the base.
  const isKnown = revision === approved || (given.action === "closed" && (await isBase(call.request)));
  return isKnown ? undefined : otherCommit(approved);
}
