import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { Refusal } from "../core/report/refusal.ts";
import type { CommandResult } from "../core/secrets/evaluate.ts";

/** Where a program runs, and for how long. */
export interface Surroundings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** In seconds. */
  readonly limit: number;
}

/**
 * Runs a program that looks something up, before any step: to its end, or until the limit is over. It ends then, with all that it
 * started.
 * @throws Error when it cannot be started, Refusal when the signal stopped it
 */
export async function runChild(
  [command, ...args]: readonly [string, ...string[]],
  stdin: string,
  around: Surroundings,
): Promise<CommandResult> {
  const { cwd, env, signal } = around;
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ["pipe", "pipe", "pipe"] });
  const leash = leashOf(child, around);
  // It may end before it has read everything.
  child.stdin.on("error", () => {}).end(stdin);
  try {
    const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
    if (signal.aborted) throw new Refusal(["Stopped before any server was reached"]);
    return { output, exitCode: child.exitCode ?? undefined, complaint: leash.pulled() ?? lastLine(errors) };
  } finally {
    leash.drop();
  }
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1)?.trim() ?? "";

/** Whether a program could not be started because there is none of this name. */
export const isNotThere = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

interface Leash {
  /** Why the program was stopped. */
  readonly pulled: () => string | undefined;
  readonly drop: () => void;
}

/** How long a program may tidy up, in milliseconds. */
const grace = 2000;

function leashOf(child: ChildProcess, { signal, limit }: Surroundings): Leash {
  let why: string | undefined;
  let patience: NodeJS.Timeout | undefined;
  const pull = (reason: string): void => {
    why = reason;
    end(child, "SIGTERM");
    patience = setTimeout(() => end(child, "SIGKILL"), grace);
  };
  const onAbort = (): void => pull("the run was stopped");
  const timer = setTimeout(() => pull(`it took longer than ${limit} s`), limit * 1000);
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  const drop = (): void => {
    clearTimeout(timer);
    clearTimeout(patience);
    signal.removeEventListener("abort", onAbort);
  };
  return { pulled: () => why, drop };
}

function end({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has just ended by itself.
  }
}
