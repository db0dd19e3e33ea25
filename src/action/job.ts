import * as core from "@actions/core";
import type { FrontEnd } from "../cli/front-end.ts";
import { failureAnnotations } from "../core/report/annotations.ts";
import { closing } from "../core/report/closing.ts";
import { endingOf, endingWords } from "../core/report/ending.ts";
import { reportJson } from "../core/report/json.ts";
import { inert } from "../core/report/printable.ts";
import { Refusal } from "../core/report/refusal.ts";
import type { Report } from "../core/report/report.ts";
import { serving } from "../core/report/serving.ts";
import { answerSummary, summary } from "../core/report/summary.ts";
import { verbosityOf } from "../core/report/verbosity.ts";
import { annotate } from "./annotate.ts";
import type { Inputs } from "./inputs.ts";
import { jobRequest } from "./job-request.ts";
import { jobWatcher } from "./job-watcher.ts";
import { setOutputs } from "./outputs.ts";
import type { StageLog } from "./stage-log.ts";

/** The front end of a job: everything goes to its log, results to its outputs and its summary as well. */
export function job(inputs: Inputs, cancel: AbortSignal, log: StageLog): FrontEnd {
  return {
    async call(options) {
      const request = jobRequest(inputs, options);
      const { configFile, destination } = request;
      const watcher = jobWatcher({
        ...{ log, directory: inputs.directory, lock: { configFile, ...(destination !== undefined && { destination }) } },
        verbosity: verbosityOf({ verbose: core.isDebug(), ...options }),
      });
      return { request, watcher, cancel };
    },
    async confirm(question) {
      throw new Refusal([`${question} Add -y to the command to go on`]);
    },
    answer({ text, json }, options) {
      log.close();
      core.info(inert(options.json ? JSON.stringify(json, undefined, 2) : text));
      core.summary.addRaw(answerSummary(inputs.command, text));
    },
    ends() {
      throw new Refusal(["Nobody types into a job, and its log holds lines, not bytes: leave --interactive and --raw out"]);
    },
    async reveal() {
      throw new Refusal(["A job's log is kept, so this command shows no secrets here. Run it in a terminal of your own"]);
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
