import { appHosts } from "../config/placement.ts";
import { failures } from "./failures.ts";
import { placeName } from "./plans.ts";
import { recordOf } from "./record.ts";
import { imageOf, type Report } from "./report.ts";
import { urlOf } from "./url.ts";

/** What is to be made live and where, for programs, as it is known before a run. */
export function releaseJson({ config, version, prebuilt }: Pick<Report, "config" | "version" | "prebuilt">) {
  const image = imageOf({ config, version, prebuilt });
  return { service: config.service, version, image, digest: prebuilt?.digest, hosts: appHosts(config), url: urlOf({ config }) };
}

export type ReleaseJson = ReturnType<typeof releaseJson>;

/** A run's result for programs. Durations are seconds. */
export function reportJson(report: Report) {
  const { verb, ending, service, destination, version, previous, image, digest, hosts, url, ...record } = recordOf(report);
  return {
    ...{ command: verb, succeeded: ending === "succeeded", ending, service, destination, version, previousVersion: previous },
    ...{ image, digest, hosts, url, rolledBack: record.rolledBack, versions: record.versions },
    duration: seconds(report.endedAt - report.startedAt),
    execs: Object.fromEntries(report.execs),
    steps: report.outcomes.map(({ step, status, startedAt, endedAt }) => ({
      ...{ host: placeName(step.host), stage: step.stage, title: step.title, status },
      ...{ start: seconds(startedAt - report.startedAt), duration: seconds(endedAt - startedAt) },
    })),
    failures: failures(report.outcomes),
  };
}

const seconds = (milliseconds: number): number => Math.round(milliseconds) / 1000;

type ReportJson = ReturnType<typeof reportJson>;

/** Characters. Linux gives a program no environment variable of more than 128 KiB, by which workflows hand on what they got. */
const most = 120_000;
const mostFailures = 20;

/** The same as text that a workflow can hand on: without the steps where it would be too long, then with the first failures only, cut short. */
export function reportOutput(report: Report): string {
  const whole = reportJson(report);
  const { steps: _, ...stepless } = whole;
  const versions = [whole, stepless, { ...stepless, failures: stepless.failures.slice(0, mostFailures).map(shortened) }];
  const texts = versions.map((version) => JSON.stringify(version));
  return texts.find(({ length }) => length <= most) ?? JSON.stringify({ ...stepless, execs: {}, failures: [] });
}

const shortened = ({ host, title, reason }: ReportJson["failures"][number]) => ({ host, title, reason: reason.slice(0, 1000) });
