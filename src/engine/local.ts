import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import type { Program } from "../core/plan/plan.ts";
import type { StepEnd } from "../core/plan/script.ts";
import { Secret } from "../core/shell/secret.ts";

/** How much of a program's output is kept for its report, in characters. */
const kept = 200_000;

/**
 * Run a program without a shell, in a process group of its own so that all of it can be stopped.
 * @throws Error when it cannot be started, or was stopped by `signal`
 */
export function runProgram(program: Program, signal: AbortSignal, onOutput: (text: string) => void): Promise<StepEnd> {
  const { argv, cwd, stdin } = program;
  const [command] = argv;
  const args = argv.slice(1).map((word) => (word instanceof Secret ? word.reveal() : word));
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: environment(program), detached: true, stdio: ["pipe", "pipe", "pipe"] });
    let output = "";
    const hear = (text: string): void => {
      output = (output + text).slice(-kept);
      onOutput(text);
    };
    const stop = (): void => void (child.pid !== undefined && killGroup(child.pid));
    signal.addEventListener("abort", stop, { once: true });
    child.stdout.setEncoding("utf8").on("data", hear);
    child.stderr.setEncoding("utf8").on("data", hear);
    child.stdin.on("error", () => {});
    child.stdin.end(stdin?.reveal() ?? "");
    child.on("error", (cause) => {
      const why = cwd === undefined || existsSync(cwd) ? cause.message : `there is no directory ${cwd}`;
      reject(new Error(`${command} could not be started here: ${why}`, { cause }));
    });
    child.on("close", (code, killedBy) => {
      signal.removeEventListener("abort", stop);
      if (signal.aborted) return reject(new Error(`${command} was stopped`));
      resolve({ exitCode: code ?? 1, output: killedBy ? `${output}\n${command} was ended by ${killedBy}` : output });
    });
  });
}

function environment({ env = {} }: Program): NodeJS.ProcessEnv {
  const revealed = Object.entries(env).map(([name, value]) => [name, value instanceof Secret ? value.reveal() : value] as const);
  return { ...process.env, ...Object.fromEntries(revealed) };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGTERM");
  } catch {
    // It has just ended by itself.
  }
}
