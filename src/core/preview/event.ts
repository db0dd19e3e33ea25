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
  | { readonly deed: "deploy"; readonly preview: PreviewRequest; readonly sha: string; readonly isFork: boolean }
  | { readonly deed: "remove"; readonly preview: PreviewRequest }
  | { readonly deed: "prune" }
  | { readonly deed: "nothing"; readonly reason: string };

/** What a workflow was started by. */
export interface WorkflowEvent {
  /** As in `pull_request`. */
  readonly name: string;
  readonly payload: unknown;
}

/** @returns why the event means nothing here, in a sentence, if it does */
export function deedFor({ name, payload: given }: WorkflowEvent, settings: PreviewSettings): PreviewDeed | string {
  if (name === "schedule") return { deed: "prune" };
  if (name !== "pull_request" && name !== "pull_request_target")
    return `The event ${name} is of no pull request. "preview deploy 12" names one, "preview prune" takes old ones away`;
  const read = payload.safeParse(given);
  if (!read.success) return `The event ${name} is not understood: ${z.prettifyError(read.error)}`;
  return isFork(read.data) ? ofFork(name, read.data, settings) : deedOf(read.data, settings);
}

const isFork = ({ pull_request: { head }, repository }: Payload): boolean => head.repo?.full_name !== repository.full_name;

function deedOf(given: Payload, { label: gate }: PreviewSettings): PreviewDeed {
  const { action, number, label, pull_request: request } = given;
  const { ref, sha } = request.head;
  const preview: PreviewRequest = { number, branch: branchSlug(ref) };
  const isOpen = gate === undefined || request.labels.some(({ name }) => name === gate);
  switch (action) {
    case "closed":
      return { deed: "remove", preview };
    case "unlabeled":
      return gate !== undefined && label?.name === gate
        ? { deed: "remove", preview }
        : nothing("The label means nothing for previews");
    case "labeled":
      if (gate === undefined || label?.name !== gate) return nothing("The label means nothing for previews");
      return { deed: "deploy", preview, sha, isFork: false };
    case "opened":
    case "synchronize":
    case "reopened":
      return isOpen
        ? { deed: "deploy", preview, sha, isFork: false }
        : nothing(`Only pull requests with the label ${gate} get a preview`);
    default:
      return nothing(`"${action}" changes nothing about a preview`);
  }
}

/** Its code was written by anybody, and would be built and run beside this repository's secrets. */
function ofFork(name: string, given: Payload, settings: PreviewSettings): PreviewDeed {
  if (!settings.forksIfApproved) return nothing("A pull request from a fork gets no preview");
  if (name === "pull_request")
    return nothing(
      "A pull request from a fork has no secrets, so it gets no preview. In a workflow `on: pull_request_target` it can",
    );
  const deed = deedOf(given, settings);
  return deed.deed === "deploy" ? { ...deed, isFork: true } : deed;
}

const nothing = (reason: string): PreviewDeed => ({ deed: "nothing", reason });
