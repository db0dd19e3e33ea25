import { appHosts } from "../config/placement.ts";
import { imageTag } from "../host/names.ts";
import { failures } from "./failures.ts";
import { placeName } from "./plans.ts";
import { hasFailed, type Report } from "./report.ts";

/** A run's result for programs. Durations are seconds. */
export const reportJson = (report: Report) => ({
  command: report.verb,
  succeeded: !hasFailed(report.outcomes),
  service: report.config.service,
  destination: report.config.destination,
  version: report.version,
  previousVersion: report.previous,
  image: imageTag(report.config, report.version),
  hosts: appHosts(report.config),
  url: urlOf(report),
  duration: seconds(report.endedAt - report.startedAt),
  execs: Object.fromEntries(report.execs),
  steps: report.outcomes.map(({ step, status, startedAt, endedAt }) => ({
    ...{ host: placeName(step.host), stage: step.stage, title: step.title, status },
    ...{ start: seconds(startedAt - report.startedAt), duration: seconds(endedAt - startedAt) },
  })),
  failures: failures(report.outcomes),
});

/** Where the app answers, if deploy.yml names a host for it. */
export function urlOf({ config }: Pick<Report, "config">): string | undefined {
  const proxy = config.roles.find(({ name }) => name === config.primaryRole)?.proxy;
  const [host] = proxy?.hosts ?? [];
  return host === undefined ? undefined : `${proxy?.ssl ? "https" : "http"}://${host}${proxy?.pathPrefixes[0] ?? ""}`;
}

const seconds = (milliseconds: number): number => Math.round(milliseconds) / 1000;
