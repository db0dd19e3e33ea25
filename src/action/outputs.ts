import * as core from "@actions/core";
import type { PreviewAnswer } from "../cli/front-end.ts";
import { reportJson, reportOutput } from "../core/report/json.ts";
import { hasFailed, type Report } from "../core/report/report.ts";
import { setOutput } from "./file-commands.ts";

interface ReleaseOutputs {
  readonly version: string;
  readonly image: string;
  readonly digest?: string | undefined;
  readonly hosts: readonly string[];
  readonly url?: string | undefined;
}

/** Tell later steps of the workflow what came of the run. */
export function setOutputs(report: Report): void {
  const { previousVersion, duration, rolledBack, ...release } = reportJson(report);
  setRelease(release);
  setOutput("previous-version", previousVersion ?? "");
  setPreview(previewOf(report, release.url));
  setOutput("duration", duration);
  setOutput("rolled-back", rolledBack);
  setOutput("result", reportOutput(report));
}

function previewOf({ config, outcomes }: Report, url: string | undefined): PreviewAnswer | undefined {
  if (!config.preview) return undefined;
  return hasFailed(outcomes) ? { state: "failed", url: undefined } : { state: "live", url };
}

/** What became of the preview of a pull request; undefined: the command was about none. */
export function setPreview(preview: PreviewAnswer | undefined): void {
  setOutput("preview-state", preview?.state ?? "");
  setOutput("preview-url", preview?.url ?? "");
}

/** The part of them that is known before a run as well. */
export function setRelease({ version, image, digest, hosts, url }: ReleaseOutputs): void {
  setOutput("version", version);
  setOutput("image", image);
  setOutput("digest", digest ?? "");
  setOutput("hosts", hosts.join(","));
  setOutput("url", url ?? "");
}

/** GitHub takes 1 MiB of all outputs of a job together, in UTF-16. */
const mostCharacters = 400_000;

/** Hand an answer on as JSON, whole or not at all. */
export function setPlan(json: unknown): void {
  const plan = JSON.stringify(json);
  if (plan.length <= mostCharacters) setOutput("plan", plan);
  else core.warning(`The output plan is left out: GitHub does not take ${plan.length} characters. The log has it all.`);
}
