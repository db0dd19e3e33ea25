import type { Duplex, Readable, Writable } from "node:stream";
import type { Host } from "../../core/config/names.ts";

export interface Connection {
  readonly host: Host;
  /** Starts a command through the user's login shell; resolves once the server has accepted it. Throws ConnectionLost. */
  exec(command: string): Promise<RemoteProcess>;
  /** Opens a TCP connection as seen from the server. */
  dial(address: string, port: number): Promise<Duplex>;
  close(): void;
  /** Resolves with ConnectionLost, or with nothing after `close`. */
  readonly closed: Promise<Error | undefined>;
}

/** A command on a server. Both outputs must be read, or it stands still once 2 MB wait. */
export interface RemoteProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Rejects with ConnectionLost when nobody will ever know. */
  readonly exited: Promise<Exit>;
  /** Stops listening. The command itself goes on until it reads or writes. */
  close(): void;
}

/** Neither is known of a process that was closed first. */
export interface Exit {
  readonly code: number | undefined;
  /** As in `SIGKILL`. */
  readonly signal: string | undefined;
}
