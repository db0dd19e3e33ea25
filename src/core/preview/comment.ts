import { abbreviated, type Version } from "../config/names.ts";
import { appOf, authOf, type PreviewConfig } from "../config/preview/preview.ts";
import { serviceAndDestination } from "../host/names.ts";
import { listed } from "../report/counting.ts";
import { endingOf, endingWords } from "../report/ending.ts";
import { alikeFailures, containerTitle, type Failure, failures } from "../report/failures.ts";
import { block, code, folded, link, markdownTable, text } from "../report/markdown.ts";
import type { Report } from "../report/report.ts";
import { serving } from "../report/serving.ts";
import { withShortCommits } from "../report/short-commits.ts";
import { duration } from "../report/table.ts";
import { addresseeOf, typedCommand } from "../report/typed-command.ts";
import { urlOf } from "../report/url.ts";

/** How a preview is, for whoever looks at its pull request. */
export type PreviewState = "deploying" | "live" | "asleep" | "failed" | "refused" | "removed";

export interface PreviewNews {
  readonly config: PreviewConfig;
  readonly state: PreviewState;
  readonly version?: Version | undefined;
  /** How long the deploy took, in milliseconds. */
  readonly took?: number | undefined;
  /** The page of the run. */
  readonly runUrl?: string | undefined;
  /** What serves, where it is not what was to be deployed. */
  readonly now?: string | undefined;
  readonly troubles?: readonly Trouble[];
}

/** What went wrong, in the words of the log. */
export interface Trouble {
  /** What was done, and on which hosts; undefined where it came to nothing. */
  readonly place?: { readonly title: string; readonly hosts: readonly string[] } | undefined;
  readonly reason: string;
  /** What is known of the container, its last lines among it. */
  readonly container?: string | undefined;
}

/** Stands at the beginning of the comment and is not shown: by it the comment is found again. */
export const commentMarker = (config: Pick<PreviewConfig, "service" | "destination" | "preview">): string =>
  `<!-- landfall preview ${serviceAndDestination(appOf(config))} -->`;

/** What stands on the pull request, as Markdown. GitHub takes 65536 characters. */
export function previewComment(news: PreviewNews): string {
  const { config, version, took, runUrl, state, now, troubles = [] } = news;
  const rows = [
    ...commitRow(config.preview.sha, version),
    ...(now === undefined ? [] : [["Now", text(withShortCommits(now))]]),
    ...(took === undefined ? [] : [["Took", text(duration(took))]]),
    ...(authOf(config) && state !== "removed" ? [["Visitors", "are asked for a user name and a password"]] : []),
    ...(state === "removed" ? [] : [["Its log", code(typedCommand("app logs", addresseeOf(config)))]]),
    ...(runUrl === undefined ? [] : [["Run", link("log of this run", runUrl)]]),
  ];
  return [
    commentMarker(config),
    headline(news),
    markdownTable(["Preview", text(config.service)], rows),
    ...troubleList(troubles),
  ].join("\n\n");
}

/** How many are shown, and how much of them, in characters: each may take six when it is written for Markdown. */
const most = { troubles: 3, characters: 9000 };

function troubleList(troubles: readonly Trouble[]): string[] {
  const shown = troubles.slice(0, most.troubles);
  const limit = Math.floor(most.characters / (2 * shown.length));
  const more = troubles.length - shown.length;
  return [
    ...shown.flatMap((each) => troubleParts(each, limit)),
    ...(more > 0 ? [`And ${more} more, which the log of the run shows.`] : []),
  ];
}

/** All that others wrote is code: GitHub tells nobody who is mentioned there. */
function troubleParts({ place, reason, container }: Trouble, limit: number): string[] {
  return [
    ...(place ? [`**${code(place.title)} on ${listed(place.hosts.map(code))}**`] : []),
    block(reason, limit),
    ...(container === undefined ? [] : [folded(containerTitle, block(container, limit))]),
  ];
}

/** People know the commit that they pushed. */
function commitRow(sha: string | undefined, version: Version | undefined): string[][] {
  if (sha !== undefined) return [["Commit", code(sha.slice(0, 7))]];
  return version === undefined ? [] : [["Version", code(abbreviated(version))]];
}

function headline({ config, state }: PreviewNews): string {
  const url = urlOf({ config });
  // An address that has the branch in it is not known where nobody said which that is.
  const shown = url === undefined || url.includes("{branch}") ? text(config.service) : link(text(url), url);
  switch (state) {
    case "deploying":
      return `⏳ A preview is on its way: ${shown}`;
    case "live":
      return `✅ The preview is live: ${shown}`;
    case "asleep":
      return `💤 The preview sleeps, as nobody asked for it. Its next deploy wakes it: ${shown}`;
    case "failed":
      return `❌ The preview's deploy did not succeed: ${shown}`;
    case "refused":
      return `⚠️ Nothing was deployed: ${shown}`;
    case "removed":
      return `~~${shown}~~ The preview was taken away`;
  }
}

/** What a deploy came to. */
export function newsOf(report: Report & { readonly config: PreviewConfig }): PreviewNews {
  const { config, version, outcomes, startedAt, endedAt } = report;
  const ending = endingOf(outcomes);
  const troubles = alikeFailures(failures(outcomes)).flatMap(troubleOf);
  return {
    ...{ config, version, took: endedAt - startedAt, state: ending === "succeeded" ? "live" : "failed" },
    now: ending === "succeeded" ? undefined : serving(report),
    troubles: ending === "cancelled" ? [{ reason: `The deploy ${endingWords[ending]}` }] : troubles,
  };
}

/** Several hosts that say the same of the same step are told of together. */
function troubleOf([first, ...others]: readonly Failure[]): Trouble[] {
  if (!first) return [];
  const { host, title, reason, container } = first;
  return [{ place: { title: withShortCommits(title), hosts: [host, ...others.map((each) => each.host)] }, reason, container }];
}
