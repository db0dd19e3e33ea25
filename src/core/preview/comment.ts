import { abbreviated, type Version } from "../config/names.ts";
import type { PreviewConfig } from "../config/preview/preview.ts";
import { serviceAndDestination } from "../host/names.ts";
import { endingOf, endingWords } from "../report/ending.ts";
import { failures } from "../report/failures.ts";
import { block, code, folded, link, markdownTable, text } from "../report/markdown.ts";
import type { Report } from "../report/report.ts";
import { serving } from "../report/serving.ts";
import { duration } from "../report/table.ts";
import { addresseeOf, typedCommand } from "../report/typed-command.ts";
import { urlOf } from "../report/url.ts";

/** How a preview is, for whoever looks at its pull request. */
export type PreviewState = "deploying" | "live" | "failed" | "refused" | "removed";

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
  /** What went wrong, in the words of the log. */
  readonly reasons?: readonly string[];
}

/** Stands at the beginning of the comment and is not shown: by it the comment is found again. */
export const commentMarker = ({ preview, destination }: Pick<PreviewConfig, "preview" | "destination">): string =>
  `<!-- landfall preview ${serviceAndDestination({ service: preview.of, destination })} -->`;

/** What stands on the pull request, as Markdown. GitHub takes 65536 characters. */
export function previewComment(news: PreviewNews): string {
  const { config, version, took, runUrl, state, now, reasons = [] } = news;
  const rows = [
    ...commitRow(config.preview.sha, version),
    ...(now === undefined ? [] : [["Now", text(now)]]),
    ...(took === undefined ? [] : [["Took", text(duration(took))]]),
    ...(state === "removed" ? [] : [["Its log", code(typedCommand("app logs", addresseeOf(config)))]]),
    ...(runUrl === undefined ? [] : [["Run", link("log of this run", runUrl)]]),
  ];
  return [
    commentMarker(config),
    headline(news),
    markdownTable(["Preview", text(config.service)], rows),
    ...reasons.slice(0, 3).map((reason) => folded("What went wrong", block(reason, 3000))),
  ].join("\n\n");
}

/** People know the commit that they pushed. */
function commitRow(sha: string | undefined, version: Version | undefined): string[][] {
  if (sha !== undefined) return [["Commit", code(sha.slice(0, 7))]];
  return version === undefined ? [] : [["Version", code(abbreviated(version))]];
}

function headline({ config, state }: PreviewNews): string {
  const url = urlOf({ config });
  const shown = url === undefined ? text(config.service) : link(text(url), url);
  switch (state) {
    case "deploying":
      return `⏳ A preview is on its way: ${shown}`;
    case "live":
      return `✅ The preview is live: ${shown}`;
    case "failed":
      return `❌ The preview was not deployed: ${shown}`;
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
  const told = failures(outcomes).map(({ host, title, reason, container = "" }) =>
    [`${host}: ${title}`, reason, container].filter((part) => part.trim() !== "").join("\n"),
  );
  return {
    ...{ config, version, took: endedAt - startedAt, state: ending === "succeeded" ? "live" : "failed" },
    now: ending === "succeeded" ? undefined : serving(report),
    reasons: ending === "cancelled" ? [`The deploy ${endingWords[ending]}`] : told,
  };
}
