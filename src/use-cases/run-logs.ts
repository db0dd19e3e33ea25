import { resolve } from "node:path";
import { LogFile } from "../adapters/log-file.ts";
import { OtelLog } from "../adapters/otel.ts";
import type { Outcome } from "../core/plan/plan.ts";
import type { Release } from "../core/plan/release.ts";
import { messageOf } from "../core/report/errors.ts";
import { failureOf, type LoggedRun, type RunFailure, type RunLog } from "../core/report/run-log.ts";
import { redactor } from "../core/shell/redaction.ts";
import type { Call } from "./call.ts";
import { logWatcher } from "./log-watcher.ts";
import { together } from "./watcher.ts";

/** Do what changes something, and keep what is told of it where `output` in deploy.yml says. No log stops or fails it. */
export async function logged<Done extends { readonly outcomes: readonly Outcome[] }>(
  release: Release,
  call: Call,
  work: (call: Call) => Promise<Done>,
): Promise<Done> {
  const run = runOf(release);
  const logs = open(release, run, call);
  if (logs.length === 0) return work(call);
  const redact = redactor(release.secrets);
  let failure: RunFailure | undefined;
  try {
    const done = await work({ ...call, watcher: together(call.watcher, logWatcher(logs, redact)) });
    failure = failureOf(done.outcomes);
    return done;
  } catch (error) {
    failure = error instanceof Error ? { type: error.name, message: error.message } : { type: "Error", message: String(error) };
    throw error;
  } finally {
    await close(logs, run, failure && { ...failure, message: redact(failure.message) }, call);
  }
}

const runOf = ({ config: { service, destination }, verb, subcommand, version, performer }: Release): LoggedRun => ({
  ...{ command: verb, subcommand, destination, service, version, performer, startedAt: Date.now() },
});

function open({ config: { output } }: Release, run: LoggedRun, { request, watcher }: Call): RunLog[] {
  const { filePath, otelEndpoint } = output ?? {};
  const warn = (text: string): void => watcher.note(`warning: ${text}`);
  return [
    ...attempt("output/otel/endpoint", otelEndpoint, (endpoint) => new OtelLog(endpoint, run, warn), warn),
    ...attempt("output/file/path", filePath, (path) => new LogFile(resolve(request.directory, path), run, warn), warn),
  ];
}

function attempt(
  key: string,
  setting: string | undefined,
  make: (setting: string) => RunLog,
  warn: (text: string) => void,
): RunLog[] {
  if (setting === undefined) return [];
  try {
    return [make(setting)];
  } catch (error) {
    warn(`${key}: no log is kept there: ${messageOf(error)}`);
    return [];
  }
}

async function close(
  logs: readonly RunLog[],
  { startedAt }: LoggedRun,
  failure: RunFailure | undefined,
  { watcher }: Call,
): Promise<void> {
  const at = Date.now();
  const runtime = Math.round((at - startedAt) / 100) / 10;
  const places = await Promise.all(logs.map((log) => log.close({ at, runtime, failure })));
  for (const place of places) if (place !== undefined) watcher.note(place);
}
