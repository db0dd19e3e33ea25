import { kamalVersion } from "../config/check/version.ts";
import { landfallVersion } from "../version.ts";
import type { LoggedRun, LogLine, RunEnd, Severity } from "./run-log.ts";

type Value = { readonly stringValue: string } | { readonly doubleValue: number };

interface Attribute {
  readonly key: string;
  readonly value: Value;
}

/** As in OpenTelemetry's logs.proto, in its JSON form: 64-bit numbers are strings. */
export interface LogRecord {
  readonly timeUnixNano: string;
  readonly observedTimeUnixNano: string;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body: { readonly stringValue: string };
  readonly eventName?: string;
  readonly attributes?: readonly Attribute[];
}

/** What is sent to /v1/logs. Kamal's names stay, so that what was made to show its deploys shows these. */
export const exportRequest = (run: LoggedRun, runId: string, logRecords: readonly LogRecord[]): object => ({
  resourceLogs: [
    {
      resource: { attributes: resource(run, runId) },
      scopeLogs: [{ scope: { name: "landfall", version: landfallVersion }, logRecords }],
    },
  ],
});

const resource = ({ performer, destination, version, service }: LoggedRun, runId: string): Attribute[] =>
  attributes({
    ...{ "service.name": "kamal", "service.version": kamalVersion, "kamal.run_id": runId, "kamal.performer": performer },
    ...{ "deployment.environment.name": destination, "kamal.deploy_version": version, "service.namespace": service },
  });

/** One line of a run's log, with the host and the stream that it came from. */
export const lineRecord = ({ at, text, severity, host, stream }: LogLine): LogRecord =>
  record(at, { text, severity, attributes: attributes({ "server.address": host, "log.iostream": stream }) });

/** Named, like its attributes, as Kamal's own exporter names it, so that dashboards serve both. */
export const startEvent = (run: LoggedRun, runId: string): LogRecord =>
  event(run.startedAt, "kamal.start", { "kamal.command": commandOf(run), ...deployment(run, runId) });

/** Names the error where the run failed; durations are seconds. */
export function endEvent(run: LoggedRun, runId: string, { at, runtime, failure }: RunEnd): LogRecord {
  const done = { "kamal.command": commandOf(run), "kamal.runtime": runtime };
  if (!failure) return event(at, "kamal.complete", { ...done, ...deployment(run, runId, "succeeded") });
  const thrown = { "exception.type": failure.type, "exception.message": failure.message };
  return event(at, "kamal.failed", { ...done, ...thrown, ...deployment(run, runId, "failed") }, "error");
}

const commandOf = ({ command, subcommand }: LoggedRun): string =>
  subcommand === undefined ? command : `${command} ${subcommand}`;

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Only of commands that make a version live. */
function deployment(run: LoggedRun, runId: string, status?: "succeeded" | "failed"): Attributes {
  if (!["deploy", "redeploy", "rollback", "setup"].includes(run.command)) return {};
  const name = `${commandOf(run)} ${run.service}`;
  return { "deployment.id": runId, "deployment.name": name, "deployment.status": status };
}

const event = (at: number, name: string, given: Attributes, severity: Severity = "info"): LogRecord =>
  record(at, { text: name, severity, name, attributes: attributes(given) });

interface Said {
  readonly text: string;
  readonly severity: Severity;
  readonly name?: string;
  readonly attributes: readonly Attribute[];
}

const record = (at: number, { text, severity, name, attributes: given }: Said): LogRecord => ({
  ...{ timeUnixNano: `${at}000000`, observedTimeUnixNano: `${at}000000` },
  ...{ severityNumber: severityNumbers[severity], severityText: severity.toUpperCase() },
  body: { stringValue: text },
  ...(name !== undefined && { eventName: name }),
  ...(given.length > 0 && { attributes: given }),
});

const severityNumbers: Readonly<Record<Severity, number>> = { debug: 5, info: 9, warn: 13, error: 17 };

const attributes = (given: Attributes): Attribute[] =>
  Object.entries(given).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value: typed(value) }]));

const typed = (value: string | number): Value => (typeof value === "number" ? { doubleValue: value } : { stringValue: value });
