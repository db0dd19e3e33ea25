import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const program = join(import.meta.dirname, "proxy/command/kamal-proxy.ts");
// Taking the types off anew costs every process 60 ms.
const NODE_COMPILE_CACHE = join(import.meta.dirname, "../../../node_modules/.cache/kamal-proxy");

type Environment = Readonly<Record<string, string>>;

export type Outcome = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** A proxy process of its own on loopback ports, with its own state and socket. */
export type LoopbackProxy = AsyncDisposable & {
  readonly home: string;
  /** Where it serves HTTP now; it moves when the proxy restarts. */
  readonly url: (path: string) => URL;
  readonly port: () => number;
  /** Runs `kamal-proxy` with these arguments. */
  readonly command: (...args: readonly string[]) => Promise<Outcome>;
  readonly restart: () => Promise<void>;
};

/** Starts a proxy. */
export const startProxy = async (): Promise<LoopbackProxy> => {
  const home = await mkdtemp(join(tmpdir(), "kamal-proxy-"));
  const env = { HOME: home, XDG_RUNTIME_DIR: home };
  let running = await launch(env);
  return {
    home,
    port: () => running.port,
    url: (path) => new URL(path, `http://127.0.0.1:${running.port}`),
    command: (...args) => runCommand(args, env),
    restart: async () => {
      await stop(running.child);
      running = await launch(env);
    },
    [Symbol.asyncDispose]: async () => {
      await stop(running.child);
      await rm(home, { recursive: true, force: true });
    },
  };
};

type Running = { readonly child: ChildProcess; readonly port: number };

const launch = async (env: Environment): Promise<Running> => {
  const args = [program, "run", "--http-port", "0", "--https-port", "0"];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, NODE_COMPILE_CACHE, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const [, port] = /"Server started","http":(\d+)/.exec(line) ?? [];
    if (port === undefined) continue;
    child.stdout.resume();
    return { child, port: Number(port) };
  }
  throw new Error("the proxy ended before it served");
};

const stop = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
};

/** Runs the command line by itself. */
export const runCommand = (args: readonly string[], env: Environment = {}): Promise<Outcome> =>
  new Promise((resolve) => {
    const options = { env: { ...process.env, NODE_COMPILE_CACHE, ...env } };
    execFile(process.execPath, [program, ...args], options, (error, stdout, stderr) => {
      const code = typeof error?.code === "number" ? error.code : 0;
      resolve({ code: error === null ? 0 : code || 1, stdout, stderr });
    });
  });
