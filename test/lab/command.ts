import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

export interface CommandOptions {
  readonly input?: string;
  /** Added to this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program and returns what it printed, without the last line break. Rejects with the program's own words when it fails. */
export async function run(
  program: string,
  args: readonly string[],
  { input = "", env = {} }: CommandOptions = {},
): Promise<string> {
  const child = spawn(program, args, { env: { ...process.env, ...env } });
  const exit = new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
  child.stdin.on("error", () => {}); // a program may end without reading its input; its exit code tells whether that mattered
  child.stdin.end(input);
  const [exitCode, stdout, stderr] = await Promise.all([exit, text(child.stdout), text(child.stderr)]);
  if (exitCode !== 0)
    throw new Error(`${[program, ...args].join(" ")} exited with ${exitCode}: ${stderr.trim() || stdout.trim()}`);
  return stdout.trimEnd();
}

/** Runs the `docker` command line against this machine's engine. */
export function docker(args: readonly string[], options: CommandOptions = {}): Promise<string> {
  return run("docker", args, options);
}

/** Runs a shell script as root on this machine: by sudo where the tests run as somebody else. */
export function runAsRoot(script: string): Promise<string> {
  const shell = ["sh", "-eu", "-c", script] as const;
  return process.getuid?.() === 0 ? run("sh", shell.slice(1)) : run("sudo", ["--non-interactive", ...shell]);
}

export function lines(output: string): string[] {
  return output.split("\n").filter((line) => line !== "");
}
