import { spawn, spawnSync } from "node:child_process";
import { type Marked, MarkerReader } from "../../src/core/plan/marker-reader.ts";
import { script } from "../../src/core/plan/script.ts";
import type { Shell } from "../../src/core/shell/sh.ts";

/** What `sh` may be on a server: Debian's, the others', Alpine's. */
export const shells = [
  { name: "dash", argv: ["dash"] },
  { name: "bash", argv: ["bash"] },
  { name: "busybox", argv: ["busybox", "sh"] },
] as const;

export type AnyShell = (typeof shells)[number];

/** What one command prints. @throws Error with its complaint when it fails */
export function printed({ argv: [program, ...args] }: AnyShell, command: Shell): string {
  const { status, stdout, stderr } = spawnSync(program, [...args, "-s"], { input: command.render(), encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  return stdout;
}

const nonce = "5eed";

interface Surroundings {
  readonly cwd?: string;
  /** Put before the usual path. */
  readonly path?: string;
}

/** The marks of a script's steps, read as they would come from a server. @param limit as for MarkerReader */
export function marksOf(
  { argv: [program, ...args] }: AnyShell,
  steps: readonly Shell[],
  limit?: number,
  { cwd, path }: Surroundings = {},
): Promise<Marked[]> {
  const env = { ...process.env, PATH: [path, process.env.PATH].filter(Boolean).join(":") };
  const child = spawn(program, [...args, "-s"], { stdio: ["pipe", "pipe", "ignore"], cwd, env });
  const reader = new MarkerReader(nonce, limit);
  const marks: Marked[] = [];
  child.stdin.end(script(steps, nonce));
  child.stdout.setEncoding("utf8").on("data", (text: string) => marks.push(...marksIn(reader.read(text))));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => resolve(marks));
  });
}

const marksIn = (pieces: Iterable<Marked | string>): Marked[] => [...pieces].filter((piece) => typeof piece !== "string");

/** How a script's steps end: exit code and output of each that started. */
export const endsOf = async (shell: AnyShell, ...steps: readonly Shell[]): Promise<{ code: number; output: string }[]> =>
  (await marksOf(shell, steps)).map(({ code, output }) => ({ code, output }));
