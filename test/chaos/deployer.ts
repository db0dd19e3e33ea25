import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { isStopped } from "../processes.ts";
import type { Boundary } from "./boundary.ts";
import type { Ground } from "./ground.ts";
import type { Halt } from "./halt.ts";
import type { Job } from "./jobs.ts";

const halt = join(import.meta.dirname, "halt.ts");
const program = join(import.meta.dirname, "../../src/cli/main.ts");

/** Seconds that a run may take, whatever happens to it. */
const patience = 240;

/** How a run ended. */
export interface End {
  /** Undefined when it did not end by itself. */
  readonly exitCode: number | undefined;
  /** Whether it ended before all patience did. */
  readonly inTime: boolean;
  readonly output: string;
}

/** One run of the product. Disposing of it ends what is left of it and of the programs that it started. */
export interface Deployer extends Disposable {
  /** Resolves at the end of all patience at the latest: it is killed then. */
  readonly ended: Promise<End>;
  /** Resolves once it stands still at its boundary; to false when it ended without coming there. */
  halted(): Promise<boolean>;
  resume(): void;
  signal(name: NodeJS.Signals): void;
  /** Told to the programs that it started as well. */
  signalAll(name: NodeJS.Signals): void;
}

export interface Order {
  readonly words: readonly string[];
  readonly job: Job;
  /** Where it stops and waits; nowhere, if it is not given. */
  readonly haltAt?: Boundary | "start" | undefined;
}

export function startDeployer(ground: Ground, order: Order): Deployer {
  const child = spawnFor(ground, order);
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => said.push(text));
  const signalAll = (name: NodeJS.Signals): void => signalGroup(child, name);
  return {
    ended: endOf(child).then((end) => ({ ...end, output: said.join("") })),
    halted: () => isHalted(child),
    resume: () => void child.kill("SIGCONT"),
    signal: (name) => void child.kill(name),
    signalAll,
    [Symbol.dispose]: () => signalAll("SIGKILL"),
  };
}

function spawnFor({ project, names }: Ground, { words, job, haltAt }: Order) {
  const halting: Halt = { names, at: haltAt === "start" ? undefined : haltAt };
  const preloaded = haltAt === undefined ? [] : ["--import", halt];
  return spawn(process.execPath, [...preloaded, program, ...words], {
    cwd: project.directory,
    env: { ...project.env, ...job.env, CHAOS_HALT: JSON.stringify(halting) },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // A group of its own, which can be ended whole.
  });
}

async function isHalted(child: ChildProcess): Promise<boolean> {
  while (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    if (isStopped(child.pid)) return true;
    await pause(20);
  }
  return false;
}

/** One run as a job of its own, which is over when it has ended. */
export async function called(ground: Ground, words: readonly string[]): Promise<End> {
  const job = ground.jobs.start();
  using deployer = startDeployer(ground, { words, job });
  const end = await deployer.ended;
  job.end();
  return end;
}

/** What a killed run started may go on and keep its output open, so that is not waited for. */
async function endOf(child: ChildProcess): Promise<Omit<End, "output">> {
  const closed = new Promise((resolve) => child.on("close", resolve));
  const exited = new Promise<number | undefined>((resolve, reject) =>
    child.on("error", reject).on("exit", (code) => resolve(code ?? undefined)),
  );
  let inTime = true;
  const late = setTimeout(() => {
    inTime = false;
    signalGroup(child, "SIGKILL");
  }, patience * 1000);
  const exitCode = await exited;
  clearTimeout(late);
  if (exitCode !== undefined) await closed;
  return { exitCode, inTime };
}

function signalGroup({ pid }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch {
    // All of it has ended.
  }
}
