import type { LockWait } from "../core/commands/lock.ts";
import { branchSlug, type PreviewNumber } from "../core/config/preview/name.ts";
import { isPreviewConfig } from "../core/config/preview/preview.ts";
import { type LivePreview, previewOf } from "../core/host/previews.ts";
import { findsLockHeld } from "../core/plan/locked.ts";
import { ofPreview, planRemovalOf } from "../core/plan/preview/removal.ts";
import { planSleepOf } from "../core/plan/preview/sleep.ts";
import { githubToken } from "../core/preview/images-left.ts";
import { type Attended, type Upkeep, upkeepOf } from "../core/preview/upkeep.ts";
import { failures, located } from "../core/report/failures.ts";
import { Refusal } from "../core/report/refusal.ts";
import { hasFailed } from "../core/report/report.ts";
import type { Call } from "./call.ts";
import type { Done, Errand } from "./errand.ts";
import { githubOf } from "./github.ts";
import { carryOutRemoval, type Previews, previewHosts, previewSettings, seenPreviews } from "./preview.ts";
import { PreviewReporter } from "./preview-reporter.ts";
import { withoutUsed } from "./preview-visits.ts";
import { runErrand } from "./run-errand.ts";
import { notingOnce } from "./watcher.ts";

/** What became of previews that nobody looked after. */
export interface Pruned extends Pick<Previews, "settings" | "previews"> {
  readonly attended: readonly Attended[];
  /** Why some of it could not be done. */
  readonly reasons: readonly string[];
}

/**
 * Take away the previews whose pull request is closed or whose time is over, and stop those that nobody asks for. One after the
 * other, each with its own lock held; where somebody else holds that, the preview is left to them. What can be done is done on the
 * servers that answer.
 * @throws Refusal when no server can be asked
 */
export async function prunePreviews(wait: LockWait | undefined, call: Call): Promise<Pruned> {
  const { seen, closed, due, ...looked } = await duePreviews(call);
  // Of all previews the registry, and GitHub, may have the same to say.
  const quieter = { ...call, watcher: notingOnce(call.watcher) };
  const attended: Attended[] = [];
  const reasons = [...looked.reasons];
  for (const each of due) {
    const attention = "result" in each ? { result: each, reasons: [] } : await lookAfter(each, { wait, closed, seen }, quieter);
    attended.push(attention.result);
    reasons.push(...attention.reasons.filter((reason) => !reasons.includes(reason)));
  }
  return { attended, reasons, settings: seen.settings, previews: leftBy(attended, seen.previews) };
}

/** What there is to be done, as far as it is known before. */
interface Due {
  readonly seen: Previews;
  readonly closed: ReadonlySet<PreviewNumber>;
  readonly due: readonly (Upkeep | Attended)[];
  /** Why some of it is not known. */
  readonly reasons: readonly string[];
}

/** What prunePreviews would do. @throws as it does */
export async function duePreviews(call: Call): Promise<Due> {
  const seen = await seenPreviews(call);
  const closed = await closedAmong(seen.previews, call);
  const due = await withoutUsed(upkeepOf(seen.settings, seen.previews, closed), seen, call);
  return { seen, closed, due, reasons: seen.failures.map(located) };
}

/** The previews that there are afterwards. */
const leftBy = (attended: readonly Attended[], previews: readonly LivePreview[]): LivePreview[] =>
  previews.flatMap((preview) => {
    const { result } = attended.find(({ number }) => number === preview.number) ?? {};
    if (result === "removed") return [];
    return [result === "asleep" ? { ...preview, state: "asleep" } : preview];
  });

/** Those of which GitHub says so: what it does not know stays. */
async function closedAmong(previews: readonly LivePreview[], call: Call): Promise<Set<PreviewNumber>> {
  const github = githubOf(call);
  if (!call.request.github && previews.length > 0) call.watcher.note(nobodyAsked);
  const asked = await Promise.all(previews.map(({ number }) => github.pullRequest(number)));
  return new Set(previews.flatMap(({ number }, index) => (asked[index]?.state === "closed" ? [number] : [])));
}

const nobodyAsked = `Nobody could be asked which pull requests are closed, so their previews stay: it takes a repository on GitHub and a token, in ${githubToken}`;

interface Attending extends Pick<Due, "seen" | "closed"> {
  readonly wait: LockWait | undefined;
}

interface Attention {
  readonly result: Attended;
  readonly reasons: readonly string[];
}

/** Take it away or stop it, and tell its pull request. */
async function lookAfter(due: Upkeep, attending: Attending, call: Call): Promise<Attention> {
  const { number, deed } = due;
  if (call.cancel.aborted) return failed(due, ["This was cancelled before it began"]);
  const request = await githubOf(call).pullRequest(number);
  if (attending.closed.has(number) && request?.state !== "closed") return left(due, openAgain);
  const preview = { number, branch: request && branchSlug(request.branch) };
  const itsCall = { ...call, request: { ...call.request, preview } };
  const errand = errandFor(due, attending);
  try {
    const done = await (deed === "remove" ? carryOutRemoval(errand, itsCall) : runErrand(errand, itsCall));
    const attention = attentionOf(due, done);
    if (attention.result.result === "asleep" && isPreviewConfig(done.config))
      await new PreviewReporter(itsCall).slept(done.config);
    return attention;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return failed(due, error.reasons);
  }
}

const openAgain = "GitHub does not say any more that its pull request is closed";

/** Somebody may have deployed it since it was looked at. */
const errandFor = ({ number, deed }: Upkeep, { wait, closed, seen }: Attending): Errand => ({
  ...{ command: "preview", subcommand: "prune", lock: { wait }, looksAt: previewHosts, isPartial: deed === "remove" },
  plan: (release, facts) => {
    const preview = previewOf(ofPreview(release).config, facts);
    const before = seen.previews.find((each) => each.number === number);
    const isSame = preview && !wasDeployed(preview, before);
    const due = isSame ? upkeepOf(previewSettings(release.config), [preview], closed) : [];
    if (!due.some((each) => each.deed === deed)) return { title: "Let it be", steps: [] };
    return deed === "remove" ? planRemovalOf(release, facts) : planSleepOf(release, facts);
  },
});

/** Files alone are of no deploy: the lock is among them. */
const wasDeployed = (now: LivePreview, before: LivePreview | undefined): boolean =>
  now.state !== "incomplete" && secondOf(now) > secondOf(before);

/** Whoever looks at a service closely is told the parts of a second as well. */
const secondOf = (preview: LivePreview | undefined): number => Math.floor(preview?.deployedAt ?? 0);

function attentionOf(due: Upkeep, { outcomes }: Done): Attention {
  const { number, deed, reason } = due;
  if (outcomes.some(findsLockHeld)) return left(due, "somebody else holds its deploy lock");
  if (hasFailed(outcomes)) return failed(due, failures(outcomes).map(located));
  if (!outcomes.some(({ step }) => step.stage === "act")) return left(due, "it was deployed meanwhile");
  return { result: { number, result: deed === "remove" ? "removed" : "asleep", reason }, reasons: [] };
}

const left = ({ number }: Upkeep, reason: string): Attention => ({ result: { number, result: "left", reason }, reasons: [] });

const failed = ({ number, reason }: Upkeep, reasons: readonly string[]): Attention => ({
  result: { number, result: "failed", reason },
  reasons: reasons.map((each) => `Preview #${number}: ${each}`),
});
