import { z } from "zod";
import { branchSlug, isPreviewNumber, type PreviewNumber } from "../config/preview/name.ts";
import type { PreviewRequest } from "../config/preview/preview.ts";
import type { PreviewSettings } from "../config/preview/settings.ts";

/** As far as it matters here: docs.github.com/webhooks/webhook-events-and-payloads#pull_request */
const payload = z.object({
  action: z.string(),
  number: z.number().transform((number, context): PreviewNumber => {
    if (isPreviewNumber(number)) return number;
    context.addIssue({ code: "custom", message: "is no number of a pull request", input: number });
    return z.NEVER;
  }),
  /** The one that was set or taken away just now. */
  label: z.object({ name: z.string() }).optional(),
  pull_request: z.object({
    head: z.object({
      ref: z.string(),
      sha: z.string().regex(/^[0-9a-f]{40,64}$/),
      /** A fork may be gone by now. */
      repo: z.object({ full_name: z.string() }).nullable(),
    }),
    labels: z.array(z.object({ name: z.string() })),
  }),
  repository: z.object({ full_name: z.string() }),
});
type Payload = z.infer<typeof payload>;

/** What is to be done for an event. Words of a reason are for people, and begin a sentence. */
export type PreviewDeed =
  | { readonly deed: "deploy"; readonly preview: PreviewRequest; readonly sha: string }
  | { readonly deed: "remove"; readonly preview: PreviewRequest }
  | { readonly deed: "prune" }
  | { readonly deed: "nothing"; readonly reason: string };

/** What a workflow was started by. */
export interface WorkflowEvent {
  /** As in `pull_request`. */
  readonly name: string;
  readonly payload: unknown;
  /** Whoever approves a run from a fork does so at this environment of its job. */
  readonly environment: string;
}

/** What a workflow was started by, as far as it matters for previews. */
export type Occasion = { readonly kind: "clock" } | PullRequestOccasion;

export interface PullRequestOccasion {
  readonly kind: "pull request";
  /** Its code was written by anybody, and would be built and run beside this repository's secrets. */
  readonly isFork: boolean;
  /** GitHub hands none to a fork, but in the workflow of its base. */
  readonly hasSecrets: boolean;
  readonly given: Payload;
}

/** Reads nothing but the event. @returns why it means nothing here, in a sentence, if it does */
export function occasionOf({ name, payload: given }: Omit<WorkflowEvent, "environment">): Occasion | string {
  if (name === "schedule") return { kind: "clock" };
  if (!isOfPullRequest({ name }))
    return `The event ${name} is of no pull request. "preview deploy 12" names one, "preview prune" takes old ones away`;
  const { data, error } = payload.safeParse(given);
  if (!data) return `The event ${name} is not understood: ${z.prettifyError(error)}`;
  const isFork = data.pull_request.head.repo?.full_name !== data.repository.full_name;
  return { kind: "pull request", isFork, hasSecrets: !isFork || name === "pull_request_target", given: data };
}

/** Whether the event's name says so. */
export const isOfPullRequest = ({ name }: Pick<WorkflowEvent, "name">): boolean =>
  name === "pull_request" || name === "pull_request_target";

/** What follows from it. Whether a person let a fork's code run, is asked before. */
export function deedFor(occasion: Occasion, settings: PreviewSettings): PreviewDeed {
  if (occasion.kind === "clock") return { deed: "prune" };
  if (occasion.isFork && !(settings.forksIfApproved && occasion.hasSecrets)) return noFork;
  return deedOf(occasion.given, settings);
}

function deedOf(given: Payload, { label: gate }: PreviewSettings): PreviewDeed {
  const { action, number, label, pull_request: request } = given;
  const { ref, sha } = request.head;
  const preview: PreviewRequest = { number, branch: branchSlug(ref) };
  const isOpen = passes(
    request.labels.map(({ name }) => name),
    gate,
  );
  const isGate = gate !== undefined && label !== undefined && isLabel(gate, label.name);
  switch (action) {
    case "closed":
      return { deed: "remove", preview };
    case "unlabeled":
      return isGate ? { deed: "remove", preview } : nothing("The label means nothing for previews");
    case "labeled":
      return isGate ? { deed: "deploy", preview, sha } : nothing("The label means nothing for previews");
    case "opened":
    case "synchronize":
    case "reopened":
      return isOpen ? { deed: "deploy", preview, sha } : nothing(`Only pull requests with the label ${gate} get a preview`);
    default:
      return nothing(`"${action}" changes nothing about a preview`);
  }
}

/** Labels of a repository do not differ in capitals alone: docs.github.com/issues/using-labels-and-milestones-to-track-work/managing-labels */
const isLabel = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

const passes = (labels: readonly string[], gate: string | undefined): boolean =>
  gate === undefined || labels.some((name) => isLabel(name, gate));

/** How a pull request is by now. */
export interface PullRequestNow {
  readonly state: "open" | "closed";
  readonly labels: readonly string[];
}

/** Why a deploy comes too late, in a sentence: a job may have waited for others, or for a person. */
export function overtaken({ state, labels }: PullRequestNow, { label }: Pick<PreviewSettings, "label">): string | undefined {
  if (state === "closed") return "The pull request is closed by now";
  return passes(labels, label) ? undefined : `The pull request has not got the label ${label} any more`;
}

const nothing = (reason: string): PreviewDeed => ({ deed: "nothing", reason });

const noForkWords = "A pull request from a fork gets no preview";
const noFork = nothing(noForkWords);

/** For a fork that has not got further than its event. @param environment where a person could have approved it, if it has any secrets */
export const noForkYet = (environment: string | undefined): PreviewDeed =>
  environment === undefined ? noFork : nothing(`${noForkWords}: nobody has approved this run at the environment ${environment}`);

/** The branch of a fork can have moved on since. */
export const otherCommit = (approved: string): PreviewDeed =>
  nothing(`${noForkWords} from another commit than the approved one: check out ${approved}`);
