import type { Duplex, Readable, Writable } from "node:stream";
import type { Host } from "../../core/config/names.ts";
import type { Listener } from "./listener.ts";

export interface Connection {
  readonly host: Host;
  /**
   * Starts a command through the user's login shell, in a terminal if one is given; resolves once the server has accepted it.
   * Throws ConnectionLost.
   */
  exec(command: string, terminal?: Terminal): Promise<RemoteProcess>;
  /** Opens a TCP connection as seen from the server. */
  dial(address: string, port: number): Promise<Duplex>;
  /** Has the server listen on this port of its loopback interface, and hands over who connects there. Throws ForwardRefused. */
  listen(port: number, take: (stream: Duplex) => void): Promise<Listener>;
  close(): void;
  /** Resolves with ConnectionLost, or with nothing after `close`. */
  readonly closed: Promise<Error | undefined>;
}

/** How many characters a terminal shows. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export interface Terminal extends TerminalSize {
  /** What programs know it by: TERM, as in `xterm-256color`. */
  readonly name: string;
}

/** A command on a server. Both outputs must be read, or it stands still once 2 MB wait. */
export interface RemoteProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Rejects with ConnectionLost when nobody will ever know. */
  readonly exited: Promise<Exit>;
  /** Tells its terminal, if it has one, of a new size. */
  resize(size: TerminalSize): void;
  /** Stops listening. The command itself goes on until it reads or writes. */
  close(): void;
}

/** Neither is known of a process that was closed first. */
export interface Exit {
  readonly code: number | undefined;
  /** As in `SIGKILL`. */
  readonly signal: string | undefined;
}
