import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const program = join(import.meta.dirname, "../../src/cli/main.ts");

/** What the program says in this directory, as a process of its own whose home the directory is as well. */
export async function run(directory: string, args: readonly string[]) {
  const env = { PATH: process.env.PATH ?? "", HOME: directory };
  const child = spawn(process.execPath, [program, ...args], { cwd: directory, env, stdio: ["ignore", "pipe", "pipe"] });
  const exited = new Promise<number>((resolve) => child.on("close", (code) => resolve(code ?? 128)));
  const [exitCode, stdout, stderr] = await Promise.all([exited, text(child.stdout), text(child.stderr)]);
  return { exitCode, stdout, stderr };
}
