import * as core from "@actions/core";
import type { FrontEnd } from "../cli/front-end.ts";
import { failureAnnotations } from "../core/report/annotations.ts";
import { closing } from "../core/report/closing.ts";
import { endingOf, endingWords } from "../core/report/ending.ts";
import { serving } from "../core/report/failures.ts";
import { reportJson } from "../core/report/json.ts";
import { inert } from "../core/report/printable.ts";
import type { Report } from "../core/report/report.ts";
import { answerSummary, summary } from "../core/report/summary.ts";
import type { Signals } from "../engine/execute.ts";
import { annotate } from "./annotate.ts";
import type { Inputs } from "./inputs.ts";
import { jobRequest } from "./job-request.ts";
import { jobWatcher } from "./job-watcher.ts";
import { setOutputs } from "./outputs.ts";
import type { StageLog } from "./stage-log.ts";

/** The front end of a job: everything goes to its log, results to its outputs and its summary as well. */
export function job(inputs: Inputs, signals: Signals, log: StageLog): FrontEnd {
  return {
    async call(options) {
      const request = jobRequest(inputs, options);
      const { configFile, destination } = request;
      const watcher = jobWatcher({
        ...{ log, directory: inputs.directory, lock: { configFile, ...(destination !== undefined && { destination }) } },
        quiet: options.quiet ?? false,
        verbose: options.verbose ?? core.isDebug(),
      });
      return { request, watcher, signals };
    },
    answer({ text, json }, options) {
      log.close();
      core.info(inert(options.json ? JSON.stringify(json, undefined, 2) : text));
      core.summary.addRaw(answerSummary(inputs.command, text));
    },
    async report(report, options) {
      log.close();
      setOutputs(report);
      core.summary.addRaw(summary(report));
      core.info(inert(options.json ? JSON.stringify(reportJson(report), undefined, 2) : closing(report)));
      if (endingOf(report.outcomes) !== "succeeded") fail(report);
    },
  };
}

function fail(report: Report): void {
  for (const annotation of failureAnnotations(report)) annotate("error", annotation);
  core.setFailed(`The ${report.verb} ${endingWords[endingOf(report.outcomes)]}. ${serving(report)}.`);
}
