import { isPreviewConfig, type PreviewConfig } from "../config/preview/preview.ts";
import { previewMark } from "../host/names.ts";
import type { Release } from "../plan/release.ts";
import { endingOf } from "./ending.ts";
import { imageOf, type Report } from "./report.ts";
import { serving } from "./serving.ts";
import { urlOf } from "./url.ts";

/** What a deployment says of a release that is about to be made live. */
export interface DeploymentOutline {
  readonly description: string;
  /** For programs that hear of deployments. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** What all deployments of one preview are called. */
  readonly task: string | undefined;
}

/** The deployments of a preview are found again by it. */
export const previewTask = (config: PreviewConfig): string => `landfall:${previewMark(config)}`;

export function deploymentOutline({ config, verb, subcommand, version, image }: Release): DeploymentOutline {
  const { service, destination } = config;
  const command = subcommand === undefined ? verb : `${verb} ${subcommand}`;
  return {
    description: `${service}: ${command} ${version}`,
    task: isPreviewConfig(config) ? previewTask(config) : undefined,
    payload: {
      ...{ service, destination, version, verb: command },
      ...{ image: imageOf({ config, version, prebuilt: image }), digest: image?.digest },
    },
  };
}

/** How a deployment ended. */
export interface DeploymentEnd {
  readonly state: "success" | "failure" | "error";
  readonly description: string;
  /** Where the app answers, if it does. */
  readonly environmentUrl?: string | undefined;
}

/** GitHub has no state for what was cancelled; its "inactive" is for what served once and is gone. */
export function deploymentEnd(report: Report): DeploymentEnd {
  switch (endingOf(report.outcomes)) {
    case "succeeded":
      return { state: "success", description: liveWords(report), environmentUrl: urlOf(report) };
    case "failed":
      return { state: "failure", description: serving(report) };
    case "cancelled":
      return { state: "error", description: `Cancelled. ${serving(report)}` };
  }
}

const liveWords = (report: Report): string =>
  report.digest === undefined ? serving(report) : `${serving(report)} (${report.digest})`;

/** Of a run that was refused, or stopped, before it reached any server. */
export const earlyEnd = ({ cancelled }: { readonly cancelled: boolean }): DeploymentEnd =>
  cancelled
    ? { state: "error", description: "Cancelled. Nothing was changed" }
    : { state: "failure", description: "It was not deployed; the job's log says why" };

/** Whole, as GitHub knows it: of a short one it cannot tell whether it is a branch. */
export const isCommit = (version: string): boolean => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(version);
