import * as core from "@actions/core";
import type { FrontEnd } from "../cli/front-end.ts";
import { isOfPullRequest } from "../core/preview/event.ts";
import { failureAnnotations } from "../core/report/annotations.ts";
import { closing } from "../core/report/closing.ts";
import { endingOf, endingWords } from "../core/report/ending.ts";
import { partialSummary, recordOfRun } from "../core/report/fleet.ts";
import { reportJson } from "../core/report/json.ts";
import { previewsAfter } from "../core/report/previews.ts";
import { inert, inertJson } from "../core/report/printable.ts";
import { Refusal } from "../core/report/refusal.ts";
import type { Report } from "../core/report/report.ts";
import { serving } from "../core/report/serving.ts";
import { answerSummary, summary } from "../core/report/summary.ts";
import { verbosityOf } from "../core/report/verbosity.ts";
import type { Discretion } from "../core/shell/discretion.ts";
import type { Call } from "../use-cases/call.ts";
import { changesOf } from "../use-cases/changes.ts";
import { promotionOf } from "../use-cases/promotion.ts";
import type { Watcher } from "../use-cases/watcher.ts";
import { annotate } from "./annotate.ts";
import { deployingJob, environmentOfPreviews } from "./deploying-job.ts";
import { JobDeployment } from "./deployment.ts";
import type { Inputs } from "./inputs.ts";
import { jobRequest } from "./job-request.ts";
import { jobWatcher } from "./job-watcher.ts";
import { setOutputs, setPlan, setPreview, setRelease } from "./outputs.ts";
import { pastRuns } from "./past-runs.ts";
import { lockPlace } from "./remembered-lock.ts";
import type { StageLog } from "./stage-log.ts";
import { workflowEvent } from "./workflow-event.ts";

export interface Job extends FrontEnd {
  /** Ends what went on beside the run, however that ended. */
  close(): Promise<void>;
}

/** The front end of a job: everything goes to its log, results to its outputs and its summary as well. */
export function job(inputs: Inputs, cancel: AbortSignal, log: StageLog, discretion: Discretion): Job {
  let deployment: JobDeployment | undefined;
  /** A command is about a preview, and has not said what became of it. */
  let isPreviewOpen = false;
  return {
    async call(options) {
      const request = jobRequest(inputs, options);
      isPreviewOpen ||= request.preview !== undefined;
      const watcher = jobWatcher({
        ...{ log, directory: inputs.directory, lock: lockPlace(options) },
        verbosity: verbosityOf({ verbose: core.isDebug(), ...options }),
      });
      const secrets: Watcher["secrets"] = (known) => {
        watcher.secrets(known);
        discretion.learn(known);
      };
      const releasing: Watcher["releasing"] = (release) => {
        const deploying = deployingJob(inputs, request);
        deployment = deploying && new JobDeployment(deploying);
        deployment?.open(release);
      };
      return { request, watcher: { ...watcher, releasing, secrets }, cancel };
    },
    async confirm(question) {
      throw new Refusal([`${question} Add -y to the command to go on`]);
    },
    async event() {
      const event = await workflowEvent(inputs.environment ?? environmentOfPreviews);
      isPreviewOpen ||= isOfPullRequest(event);
      return event;
    },
    answer({ text, json, output, planned, preview, previews = "" }, options) {
      log.close();
      if (output === "plan") setPlan(json);
      if (planned) setRelease(planned);
      if (preview) setPreview(preview);
      isPreviewOpen = false;
      core.info(options.json ? inertJson(json) : inert(text));
      const remarks = output === "plan" ? ["This is a plan: nothing was done"] : [];
      if (inputs.summary) core.summary.addRaw(answerSummary(inputs.command, text, remarks)).addRaw(previews);
    },
    ends() {
      throw new Refusal(["Nobody types into a job, and its log holds lines, not bytes: leave --interactive and --raw out"]);
    },
    async reveal() {
      throw new Refusal(["A job's log is kept, so this command shows no secrets here. Run it in a terminal of your own"]);
    },
    async report(report, options, call) {
      log.close();
      deployment?.end(report);
      setOutputs(report);
      isPreviewOpen = false;
      core.info(options.json ? inertJson(reportJson(report)) : inert(closing(report)));
      if (endingOf(report.outcomes) !== "succeeded") fail(report);
      if (!inputs.summary) return;
      core.summary.addRaw(await summaryOf(report, call, inputs.environment));
      core.summary.addRaw(previewsAfter(report) ?? "");
    },
    async close() {
      if (isPreviewOpen) setPreview({ state: "failed", url: undefined });
      await deployment?.close({ cancelled: cancel.aborted });
    },
  };
}

/** Nobody who cancels waits for what is merely nice to know. */
async function summaryOf(report: Report, call: Call, environment: string | undefined): Promise<string> {
  const record = recordOfRun(report);
  if (!record) return partialSummary(report);
  if (call.cancel.aborted) return summary(record);
  const asking = [changesOf(report, call), pastRuns(record, call.cancel), promotionOf(report, call, environment)] as const;
  const [changes, past, promoted] = await Promise.all(asking);
  return summary({ ...record, promoted }, { changes, past });
}

function fail(report: Report): void {
  for (const annotation of failureAnnotations(report)) annotate("error", annotation);
  core.setFailed(`The ${report.verb} ${endingWords[endingOf(report.outcomes)]}. ${serving(report)}.`);
}
