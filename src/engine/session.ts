import { randomBytes } from "node:crypto";
import { constants } from "node:os";
import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { commandLine } from "../core/plan/script.ts";
import type { Shell } from "../core/shell/sh.ts";
import { NoShell } from "./no-shell.ts";
import type { Connection, Exit, RemoteProcess, Terminal, TerminalSize } from "./ssh/connection.ts";
import { stopRemoteGroup } from "./stop-group.ts";
import { Threshold } from "./threshold.ts";

/** Our end of a command on a server. */
export interface Ends {
  /** What it reads, up to its end; nothing if absent. */
  readonly input?: Readable | undefined;
  readonly output: Writable;
  readonly errors: Writable;
  /** The terminal that all three belong to. */
  readonly terminal?: OwnTerminal | undefined;
}

export interface OwnTerminal {
  settings(): Terminal;
  /** Passes every key on as it is typed. @returns what gives the terminal back as it was */
  enter(onResize: (size: TerminalSize) => void): () => void;
}

/** What a shell says of a program whose reader is gone: 128 and SIGPIPE. */
const brokenPipe = 128 + constants.signals.SIGPIPE;

/**
 * Run a command on a server with its input and outputs as they are, byte for byte, and stop it when `signal` aborts.
 * @returns its exit code, as a shell tells it
 * @throws ConnectionLost, NoShell, the reason of the signal
 */
export async function runSession(connection: Connection, command: Shell, ends: Ends, signal: AbortSignal): Promise<number> {
  signal.throwIfAborted();
  const nonce = randomBytes(8).toString("hex");
  const process = await connection.exec(commandLine(command, nonce), ends.terminal?.settings());
  const threshold = new Threshold(nonce);
  const stopping = stopOn(signal, () => stop({ connection, process, group: threshold.group, ends }));
  const leave = ends.terminal?.enter((size) => process.resize(size));
  const release = feed(process, ends.input);
  try {
    const written = await passOn(process, threshold, ends);
    if (!written) await stop({ connection, process, group: threshold.group, ends });
    const exit = await process.exited;
    signal.throwIfAborted();
    if (threshold.group === undefined) throw new NoShell(connection.host, exit, threshold.said);
    return written ? codeOf(exit) : brokenPipe;
  } finally {
    release();
    leave?.();
    await stopping.over();
  }
}

/** @returns false when whoever reads is gone */
async function passOn({ stdout, stderr }: RemoteProcess, threshold: Threshold, { output, errors }: Ends): Promise<boolean> {
  try {
    await Promise.all([pipeline(stdout, threshold, output, { end: false }), pipeline(stderr, errors, { end: false })]);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EPIPE") return false;
    throw error;
  }
}

/** @returns what stops it */
function feed({ stdin }: RemoteProcess, input: Readable | undefined): () => void {
  if (!input) {
    stdin.end();
    return () => {};
  }
  input.pipe(stdin);
  return () => {
    input.unpipe(stdin);
    // A stream that nobody reads does not keep the program from ending.
    input.pause();
  };
}

interface Stopping {
  /** Resolves when nothing is to be stopped any more. */
  over(): Promise<void>;
}

function stopOn(signal: AbortSignal, stopIt: () => Promise<void>): Stopping {
  let stopping: Promise<void> | undefined;
  const stop = (): void => {
    // A server that cannot be reached any more cannot be stopped either.
    stopping = stopIt().catch(() => {});
  };
  signal.addEventListener("abort", stop, { once: true });
  return {
    over: async () => {
      signal.removeEventListener("abort", stop);
      await stopping;
    },
  };
}

interface Running {
  readonly connection: Connection;
  readonly process: RemoteProcess;
  readonly group: number | undefined;
  readonly ends: Ends;
}

/** Closing the channel alone would leave it running; in a terminal, most of what is there waits for nothing but the end of that. */
async function stop({ connection, process, group, ends }: Running): Promise<void> {
  if (group !== undefined) await stopRemoteGroup(connection, group, ends.terminal ? "HUP" : "TERM");
  process.close();
}

function codeOf({ code, signal }: Exit): number {
  if (code !== undefined) return code;
  const [, number = 1] = Object.entries(constants.signals).find(([name]) => name === signal) ?? [];
  return 128 + number;
}
