import * as core from "@actions/core";
import { reportJson } from "../core/report/json.ts";
import type { Report } from "../core/report/report.ts";

/** Tell later steps of the workflow what came of the run. */
export function setOutputs(report: Report): void {
  const { version, image, hosts, url, previousVersion, duration } = reportJson(report);
  core.setOutput("version", version);
  core.setOutput("image", image);
  core.setOutput("hosts", hosts.join(","));
  core.setOutput("url", url ?? "");
  core.setOutput("previous-version", previousVersion ?? "");
  core.setOutput("duration", duration);
}
