import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { cacheToken } from "../core/commands/builder/cache-obstacle.ts";
import type { Program } from "../core/plan/plan.ts";
import type { StepEnd } from "../core/plan/script.ts";
import { Secret } from "../core/shell/secret.ts";

/** How long a program that was told to end may take, in milliseconds. A job that is cancelled has 10 s in all, to undo as well. */
const patience = 3000;

/** How much of a program's output is kept for its report, in characters. */
const kept = 200_000;

/**
 * Run a program without a shell, in a process group of its own so that all of it can be stopped; if it fails, the one that is
 * to run otherwise.
 * @throws Error when it cannot be started, or was stopped by `signal`
 */
export async function runProgram(program: Program, signal: AbortSignal, onOutput: (text: string) => void): Promise<StepEnd> {
  const first = await runOne(program, signal, onOutput);
  if (first.exitCode === 0 || !program.otherwise) return first;
  const second = await runProgram(program.otherwise, signal, onOutput);
  return second.exitCode === 0 ? second : { ...second, output: first.output + second.output };
}

async function runOne(program: Program, signal: AbortSignal, onOutput: (text: string) => void): Promise<StepEnd> {
  const [command] = program.argv;
  signal.throwIfAborted();
  const child = start(program);
  const output = hear(child, onOutput);
  let lastResort: NodeJS.Timeout | undefined;
  const stop = (): void => {
    killGroup(child, "SIGTERM");
    lastResort = setTimeout(() => makeEnd(child), patience);
  };
  signal.addEventListener("abort", stop, { once: true });
  try {
    const { code, killedBy } = await endOf(child, program);
    if (signal.aborted) throw new Error(`${command} was stopped`);
    return { exitCode: code ?? 1, output: killedBy ? `${output()}\n${command} was ended by ${killedBy}` : output() };
  } finally {
    signal.removeEventListener("abort", stop);
    clearTimeout(lastResort);
  }
}

function start({ argv, cwd, env = {}, stdin }: Program): ChildProcessWithoutNullStreams {
  const args = argv.slice(1).map(revealed);
  const given = Object.entries(env).map(([name, value]) => [name, revealed(value)] as const);
  const child = spawn(argv[0], args, {
    ...{ cwd, env: { ...process.env, [cacheToken]: undefined, ...Object.fromEntries(given) } },
    ...{ detached: true, stdio: "pipe" },
  });
  child.stdin.on("error", () => {});
  child.stdin.end(stdin?.reveal() ?? "");
  return child;
}

const revealed = (value: string | Secret): string => (value instanceof Secret ? value.reveal() : value);

/** Resolves once it has ended and said all. @throws Error when it could not be started */
function endOf(child: ChildProcessWithoutNullStreams, program: Program): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    child.on("error", (cause) =>
      reject(new Error(`${program.argv[0]} could not be started here: ${obstacle(cause, program)}`, { cause })),
    );
    child.on("close", (code, killedBy) => resolve({ code, killedBy }));
  });
}

interface ProgramEnd {
  readonly code: number | null;
  readonly killedBy: NodeJS.Signals | null;
}

/** Node blames the program for a missing directory, too. */
function obstacle(cause: Error, { argv, cwd }: Program): string {
  if (cwd !== undefined && !existsSync(cwd)) return `there is no directory ${cwd}`;
  const isMissing = "code" in cause && cause.code === "ENOENT" && !argv[0].includes("/");
  return isMissing ? "it is not installed, or not in the PATH" : cause.message;
}

/** @returns what it has said so far, or the end of that */
function hear(child: ChildProcessWithoutNullStreams, onOutput: (text: string) => void): () => string {
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output = (output + text).slice(-kept);
      onOutput(text);
    });
  return () => output;
}

/** What it started outside its process group may live on, but is not listened to any more. */
function makeEnd(child: ChildProcessWithoutNullStreams): void {
  killGroup(child, "SIGKILL");
  for (const stream of [child.stdout, child.stderr]) stream.destroy();
}

function killGroup({ pid }: ChildProcessWithoutNullStreams, signal: "SIGTERM" | "SIGKILL"): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has just ended by itself.
  }
}
