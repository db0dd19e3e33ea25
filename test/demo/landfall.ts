import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Project } from "../e2e/project.ts";
import { program } from "../setup/program.ts";
import type { Screen } from "./screen.ts";

export type Words = readonly ["deploy"] | readonly ["rollback", version: string];

/** How one run of the product ended. */
export interface Run {
  readonly verb: Words[0];
  readonly succeeded: boolean;
  readonly seconds: number;
}

export interface Stage {
  readonly project: Project;
  readonly screen: Screen;
  /** Aborted when the person has seen enough. */
  readonly interrupted: AbortSignal;
}

/** Runs one command of the product and shows its lines as they come. When interrupted, throws as soon as the command has ended. */
export async function landfall({ project, screen, interrupted }: Stage, words: Words): Promise<Run> {
  interrupted.throwIfAborted();
  screen.aside(`$ landfall ${words.join(" ")}`);
  const startedAt = performance.now();
  const env = { ...project.env, ...(screen.colour && { FORCE_COLOR: "1" }) };
  const child = spawn(process.execPath, [program, ...words], {
    cwd: project.directory,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // Ctrl-C in the terminal is for the demo, which passes it on once.
  });
  const stop = (): void => void child.kill("SIGINT");
  interrupted.addEventListener("abort", stop);
  const results: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => results.push(line));
  createInterface({ input: child.stderr }).on("line", (line) => interrupted.aborted || screen.line(line));
  const [exitCode] = await once(child, "close");
  interrupted.removeEventListener("abort", stop);
  interrupted.throwIfAborted();
  for (const line of results) screen.line(line);
  return { verb: words[0], succeeded: exitCode === 0, seconds: Math.round(performance.now() - startedAt) / 1000 };
}
