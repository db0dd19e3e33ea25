import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { parse } from "yaml";
import { z } from "zod";
import { fileCommands } from "./file-commands.ts";
import { JobLog, type Remark } from "./job-log.ts";

export const root = join(import.meta.dirname, "../..");

/** A step of a workflow that uses the action. */
export interface Step {
  readonly with?: Readonly<Record<string, string>>;
  /** Where the repository is checked out. */
  readonly workspace: string;
  /** Stands over the runner's own environment. */
  readonly env?: Readonly<Record<string, string>>;
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
  /** Rejects when the action did what no action should: see JobLog, and secrets that show. */
  readonly ended: Promise<Ended>;
  /** Resolves when the log has a line with this text; rejects when it ended without. */
  logged(text: string): Promise<void>;
  /** As GitHub does it: SIGINT, SIGTERM 7.5 s later, SIGKILL 2.5 s after that; a scale of 0.1 makes it ten times faster. */
  cancel(options?: { readonly scale?: number }): void;
  kill(): void;
}

const action = z.object({
  inputs: z.record(z.string(), z.object({ default: z.string() })),
  runs: z.object({ using: z.literal("node24"), main: z.string(), post: z.string() }),
});

export const readAction = async () => action.parse(parse(await readFile(join(root, "action.yml"), "utf8")));

/** Main and then post, as they run when nobody cancels. */
export async function runStep(step: Step): Promise<{ readonly main: Ended; readonly post: Ended }> {
  const main = await (await startMain(step)).ended;
  return { main, post: await runPost(step, main) };
}

export const startMain = async (step: Step): Promise<Running> => start((await readAction()).runs.main, step, {});

/** What a runner starts at the end of the job, however main ended. */
export async function runPost(step: Step, { state }: Pick<Ended, "state">): Promise<Ended> {
  const saved = Object.entries(state).map(([name, value]) => [`STATE_${name}`, value] as const);
  return (await start((await readAction()).runs.post, step, Object.fromEntries(saved))).ended;
}

const files = ["OUTPUT", "STATE", "ENV", "PATH", "STEP_SUMMARY"] as const;

async function start(program: string, step: Step, state: Readonly<Record<string, string>>): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), "job-"));
  await Promise.all(files.map((name) => writeFile(join(folder, name), "")));
  const env = { ...environment(step.workspace, folder), ...(await inputs(step)), ...state, ...step.env };
  const node = join(root, "node_modules/.bin/node");
  const child = spawn(node, [join(root, program)], { cwd: step.workspace, env, stdio: ["ignore", "pipe", "pipe"] });
  const log = new JobLog();
  const heard = listen(child, log);
  return {
    pid: child.pid ?? 0,
    ended: heard.ended.then((exitCode) => collect(exitCode, log, folder, step)),
    logged: heard.logged,
    cancel: ({ scale = 1 } = {}) => cancel(child, scale),
    kill: () => void child.kill("SIGKILL"),
  };
}

/** Inputs keep their dashes in the environment; those that a step does not set have their defaults. */
async function inputs(step: Step): Promise<Record<string, string>> {
  const declared = (await readAction()).inputs;
  const given = step.with ?? {};
  const unknown = Object.keys(given).filter((name) => !(name in declared));
  if (unknown.length > 0) throw new Error(`action.yml has no input ${unknown.join(", ")}`);
  const values = Object.entries(declared).map(([name, input]) => [name, given[name] ?? input.default] as const);
  return Object.fromEntries(values.map(([name, value]) => [`INPUT_${name.replaceAll(" ", "_").toUpperCase()}`, value]));
}

const environment = (workspace: string, folder: string): Record<string, string> => ({
  ...{ PATH: process.env.PATH ?? "", HOME: folder, CI: "true", GITHUB_ACTIONS: "true", RUNNER_TEMP: folder, TMPDIR: folder },
  ...{ GITHUB_WORKSPACE: workspace, GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "acme/app" },
  ...{ GITHUB_RUN_ID: "4711", GITHUB_RUN_ATTEMPT: "2", RUNNER_NAME: "GitHub Actions 7" },
  ...Object.fromEntries(files.map((name) => [`GITHUB_${name}`, join(folder, name)])),
});

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
  return { ended, logged };
}

function cancel(child: ChildProcess, scale: number): void {
  const timers = [setTimeout(() => child.kill("SIGTERM"), 7500 * scale), setTimeout(() => child.kill("SIGKILL"), 10_000 * scale)];
  child.once("close", () => {
    for (const timer of timers) clearTimeout(timer);
  });
  child.kill("SIGINT");
}

async function collect(exitCode: number, log: JobLog, folder: string, step: Step): Promise<Ended> {
  const read = (name: (typeof files)[number]): Promise<string> => readFile(join(folder, name), "utf8");
  const [outputs, state, summary] = await Promise.all([read("OUTPUT"), read("STATE"), read("STEP_SUMMARY")]);
  await rm(folder, { recursive: true, force: true });
  if (exitCode < 128) log.end();
  const shown = [...log.lines, JSON.stringify(log.remarks), outputs, state, summary].join("\n");
  const leaks = secretsOf(step).filter((secret) => shown.includes(secret));
  const faults = [...log.faults, ...leaks.map((secret) => `A secret shows: ${secret.slice(0, 3)}…`)];
  if (faults.length > 0) throw new Error(`${faults.join("\n")}\n${log.lines.join("\n")}`);
  const { groups, remarks: annotations, masks, lines } = log;
  return {
    ...{ exitCode, log: lines.join("\n"), groups, annotations, masks, summary },
    ...{ outputs: fileCommands(outputs), state: fileCommands(state) },
  };
}

/** What a step is given to keep, line by line. */
function secretsOf({ with: { "ssh-private-key": key = "", secrets = "" } = {}, hidden = [] }: Step): string[] {
  const lines = [key, ...valuesIn(secrets)].flatMap((value) => value.split("\n")).filter((line) => !line.startsWith("-----"));
  return [...lines, ...hidden].map((line) => line.trim()).filter((line) => line.length >= 4);
}

function valuesIn(secrets: string): string[] {
  try {
    return Object.values(z.record(z.string(), z.string()).parse(JSON.parse(secrets)));
  } catch {
    return [secrets];
  }
}
