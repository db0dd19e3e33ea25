import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { parse } from "yaml";
import { type Action, action, inputVariables, jobVariables } from "./job-environment.ts";
import { collectFiles, createFiles } from "./job-files.ts";
import { JobLog, type Remark } from "./job-log.ts";
import { secretsOf } from "./job-secrets.ts";

export const root = join(import.meta.dirname, "../..");

/** A step of a workflow that uses the action. */
export interface Step {
  readonly with?: Readonly<Record<string, string>>;
  /** Where the repository is checked out. */
  readonly workspace: string;
  /** Stands over the runner's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** What started the workflow, as GitHub's webhooks tell it. */
  readonly event?: unknown;
  /** What `github.token` is; a token that opens nothing by default. */
  readonly token?: string;
  /** What must show nowhere, besides the inputs that are secrets. */
  readonly hidden?: readonly string[];
}

/** How the main or the post part of a step ended. */
export interface Ended {
  /** 128 and more when it was killed. */
  readonly exitCode: number;
  /** As people see it, masked. */
  readonly log: string;
  readonly groups: readonly string[];
  readonly annotations: readonly Remark[];
  readonly masks: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  /** Markdown. */
  readonly summary: string;
}

export interface Running {
  readonly pid: number;
  /** Rejects when the action did what no action should: see JobLog and job-files.ts, and secrets that show. */
  readonly ended: Promise<Ended>;
  /** Resolves when the log has a line with this text; rejects when it ended without. */
  logged(text: string): Promise<void>;
  /** As GitHub does it: SIGINT, SIGTERM 7.5 s later, SIGKILL 2.5 s after that; a scale of 0.1 makes it ten times faster. */
  cancel(options?: { readonly scale?: number }): void;
  kill(): void;
  /** The runner is gone: nobody reads any more what the step says. */
  leave(): void;
}

export const readAction = async (): Promise<Action> => action.parse(parse(await readFile(join(root, "action.yml"), "utf8")));

/** Main and then post, as they run when nobody cancels. */
export async function runStep(step: Step): Promise<{ readonly main: Ended; readonly post: Ended }> {
  const main = await (await startMain(step)).ended;
  return { main, post: await runPost(step, main) };
}

export const startMain = (step: Step): Promise<Running> => start("main", step, {});

/** What a runner starts at the end of the job, however main ended. */
export async function runPost(step: Step, { state }: Pick<Ended, "state">): Promise<Ended> {
  const saved = Object.entries(state).map(([name, value]) => [`STATE_${name}`, value] as const);
  return (await start("post", step, Object.fromEntries(saved))).ended;
}

async function start(part: "main" | "post", step: Step, state: Readonly<Record<string, string>>): Promise<Running> {
  const declared = await readAction();
  const inputs = inputVariables(declared, step);
  const folder = await createFiles(step.event ?? {});
  const env = { ...(await jobVariables(step, folder)), ...inputs, ...state, ...step.env };
  const node = join(root, "node_modules/.bin/node");
  const program = join(root, declared.runs[part]);
  const child = spawn(node, [program], { cwd: step.workspace, env, stdio: ["ignore", "pipe", "pipe"] });
  const log = new JobLog();
  const heard = listen(child, log);
  const outputs = Object.keys(declared.outputs);
  return {
    pid: child.pid ?? 0,
    ended: heard.ended.then((exitCode) => collect({ exitCode, log, folder, step, outputs })),
    logged: heard.logged,
    cancel: ({ scale = 1 } = {}) => cancel(child, scale),
    kill: () => void child.kill("SIGKILL"),
    leave: heard.leave,
  };
}

/** A runner obeys commands on both streams. */
function listen(child: ChildProcess & { stdout: Readable; stderr: Readable }, log: JobLog) {
  const waiting = new Map<string, () => void>();
  const lines = [child.stdout, child.stderr].map((input) => createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }));
  for (const stream of lines) {
    stream.on("line", (line) => {
      log.hear(line);
      for (const [text, arrived] of waiting) if (log.lines.some((shown) => shown.includes(text))) arrived();
    });
  }
  const closed = lines.map((stream) => new Promise<void>((resolve) => stream.on("close", resolve)));
  const exited = new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 137));
  });
  const ended = Promise.all([exited, ...closed]).then(([exitCode]) => exitCode);
  const logged = async (text: string): Promise<void> => {
    if (log.lines.some((line) => line.includes(text))) return;
    const never = ended.then(() => {
      throw new Error(`The step ended without saying "${text}":\n${log.lines.join("\n")}`);
    });
    await Promise.race([new Promise<void>((resolve) => waiting.set(text, resolve)), never]);
  };
  const leave = (): void => {
    for (const stream of lines) stream.close();
    child.stdout.destroy();
    child.stderr.destroy();
  };
  return { ended, logged, leave };
}

function cancel(child: ChildProcess, scale: number): void {
  const timers = [setTimeout(() => child.kill("SIGTERM"), 7500 * scale), setTimeout(() => child.kill("SIGKILL"), 10_000 * scale)];
  child.once("close", () => {
    for (const timer of timers) clearTimeout(timer);
  });
  child.kill("SIGINT");
}

interface Exited {
  readonly exitCode: number;
  readonly log: JobLog;
  readonly folder: string;
  readonly step: Step;
  readonly outputs: readonly string[];
}

async function collect({ exitCode, log, folder, step, outputs: declared }: Exited): Promise<Ended> {
  const { outputs, state, summary, ...written } = await collectFiles(folder, declared);
  if (exitCode < 128) log.end();
  const shown = [...log.lines, JSON.stringify(log.remarks), written.text].join("\n");
  const leaks = secretsOf(step).filter((secret) => shown.includes(secret));
  const faults = [...log.faults, ...written.faults, ...leaks.map((secret) => `A secret shows: ${secret.slice(0, 3)}…`)];
  if (faults.length > 0) throw new Error(`${faults.join("\n")}\n${log.lines.join("\n")}`);
  const { groups, remarks: annotations, masks, lines } = log;
  return { exitCode, log: lines.join("\n"), groups, annotations, masks, outputs, state, summary };
}
