import { fork } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as core from "@actions/core";
import { z } from "zod";
import { type History, history, pastRun, pastRunOf } from "../core/report/history.ts";
import type { RunRecord } from "../core/report/record.ts";

/** What the cache service may take, in milliseconds: nothing hangs on it. */
const patience = 5_000;

/** What the program that remembers is told. */
export const remembering = z.object({ file: z.string(), prefix: z.string(), key: z.string(), run: pastRun });

/** Remembers a run for those after it. @returns those before it, none where there is no cache or it does not answer in time */
export async function pastRuns(record: RunRecord, cancel: AbortSignal): Promise<History> {
  const { env } = process;
  if (!env.ACTIONS_RESULTS_URL && !env.ACTIONS_CACHE_URL) return [];
  const limits = { timeout: patience, killSignal: "SIGKILL", signal: cancel } as const;
  const program = fork(join(import.meta.dirname, "../history/index.js"), { silent: true, ...limits });
  let past: History = [];
  program.on("message", (message) => {
    past = history.safeParse(message).data ?? [];
  });
  for (const input of [program.stdout, program.stderr]) if (input) createInterface({ input }).on("line", hush);
  program.send(message(record, env));
  await new Promise((resolve) => program.on("error", resolve).on("close", resolve));
  return past;
}

/** One entry of the cache for each run: what is in there cannot be changed. */
function message(
  record: RunRecord,
  { RUNNER_TEMP, GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT }: NodeJS.ProcessEnv,
): z.infer<typeof remembering> {
  const prefix = `landfall/${record.service}/${record.destination ?? ""}/`;
  const key = `${prefix}${GITHUB_RUN_ID}-${GITHUB_RUN_ATTEMPT}`;
  return { file: join(RUNNER_TEMP ?? "", "landfall", "history.json"), prefix, key, run: pastRunOf(record) };
}

/** Nobody needs to know what goes on there, but those who look for faults. */
function hush(line: string): void {
  if (/^::(add-mask|debug)::/.test(line)) core.info(line);
  else core.debug(line.replace(/^::\w+::/, ""));
}
