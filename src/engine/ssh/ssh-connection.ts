import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout } from "node:timers/promises";
import type { Client, PseudoTtyOptions } from "ssh2";
import type { Host } from "../../core/config/names.ts";
import type { Connection, RemoteProcess, Terminal } from "./connection.ts";
import { ConnectionLost } from "./connection-lost.ts";
import { type Listener, listenOn } from "./listener.ts";
import type { Login } from "./login.ts";
import { remoteProcess } from "./remote-process.ts";
import { ServerFailure } from "./server-failure.ts";
import { SessionRefused } from "./session-refused.ts";
import { Slots } from "./slots.ts";

// ssh2 reads it (lib/client.js, exec); @types/ssh2 1.15 does not say so.
declare module "ssh2" {
  interface ExecOptions {
    agentForward?: boolean;
  }
}

/** sshd allows 10 sessions on a connection (MaxSessions); two are left for its bookkeeping, which lags behind. */
const sessions = 8;

/** Milliseconds to wait before a session that sshd refused is asked for again. */
const refusalPauses = [20, 40, 80, 160, 320, 640, 1280];

interface Command {
  readonly command: string;
  readonly terminal: Terminal | undefined;
}

export class SshConnection implements Connection {
  readonly host: Host;
  readonly closed: Promise<Error | undefined>;
  readonly #login: Login;
  readonly #client: Client;
  readonly #stream: Duplex;
  readonly #slots = new Slots(sessions);
  #forwardAgent: boolean;
  #closedHere = false;
  #lost: Error | undefined;

  /** The client has logged in just now, so that no event is missed; the stream is the one that it speaks through. */
  constructor(login: Login, client: Client, stream: Duplex) {
    this.host = login.host;
    this.#login = login;
    this.#client = client;
    this.#stream = stream;
    this.#forwardAgent = login.forwardAgent !== undefined;
    client.on("error", (error) => {
      this.#lose(lossText(error), error);
      drop(stream);
    });
    client.on("end", () => this.#lose("the server closed it"));
    this.closed = new Promise((resolve) => {
      client.on("close", () => {
        this.#lose("it was cut");
        resolve(this.#loss());
      });
    });
  }

  async exec(command: string, terminal?: Terminal): Promise<RemoteProcess> {
    const release = await this.#slots.take();
    try {
      return await this.#start({ command, terminal }, release);
    } catch (error) {
      release();
      throw this.#lost ?? this.#refusal(error);
    }
  }

  dial(address: string, port: number): Promise<Duplex> {
    return new Promise((resolve, reject) => {
      this.#client.forwardOut("127.0.0.1", 0, address, port, (error, stream) => (error ? reject(error) : resolve(stream)));
    });
  }

  listen(port: number, take: (stream: Duplex) => void): Promise<Listener> {
    return listenOn({ client: this.#client, dialler: this, server: this.#login }, port, take);
  }

  close(): void {
    this.#closedHere = true;
    this.#lose("it was closed on this side");
    this.#client.end();
    // Does not wait for a server that may never answer.
    this.#stream.destroy();
  }

  #refusal(error: unknown): Error {
    if (isOpenRefusal(error)) return new SessionRefused(this.#login, error);
    return new ServerFailure(this.#login, [`the server did not start a command: ${error}`], error);
  }

  #lose(reason: string, cause?: Error): void {
    this.#lost ??= new ConnectionLost(this.#login, reason, cause);
    this.#slots.close(this.#lost);
  }

  #loss(): Error | undefined {
    return this.#closedHere ? undefined : this.#lost;
  }

  /** sshd may still count a session that has just ended, and refuse the next one. */
  async #start(command: Command, onClose: () => void): Promise<RemoteProcess> {
    for (const pause of refusalPauses) {
      try {
        return await this.#request(command, onClose);
      } catch (error) {
        if (isForwardingRefusal(error)) this.#forwardAgent = false;
        else if (!isOpenRefusal(error)) throw error;
        await setTimeout(pause);
      }
    }
    return this.#request(command, onClose);
  }

  /** Listens before it returns to the event loop: a short command's exit may come in the same packet as its start. */
  #request({ command, terminal }: Command, onClose: () => void): Promise<RemoteProcess> {
    const options = { agentForward: this.#forwardAgent, ...(terminal && { pty: ptyOf(terminal) }) };
    return new Promise((resolve, reject) => {
      this.#client.exec(command, options, (error, channel) => {
        if (error) return reject(error);
        channel.on("close", onClose);
        resolve(remoteProcess(channel, { closed: this.closed, loss: () => this.#loss() }));
      });
    });
  }
}

/** What waits to be sent is thrown away: it would be carried out whenever the network is back, beside what is done instead. */
const drop = (stream: Duplex): unknown => (stream instanceof Socket ? stream.resetAndDestroy() : stream.destroy());

const ptyOf = ({ name, columns, rows }: Terminal): PseudoTtyOptions => ({ term: name, cols: columns, rows });

/** SSH_OPEN_CONNECT_FAILED: https://www.rfc-editor.org/rfc/rfc4254#section-5.1; sshd's answer beyond MaxSessions. */
const isOpenRefusal = (error: unknown): boolean => error instanceof Error && "reason" in error && error.reason === 2;

/** A server may forbid agents (AllowAgentForwarding no); ssh, too, goes on without. The text is ssh2's. */
const isForwardingRefusal = (error: unknown): boolean =>
  error instanceof Error && error.message === "Unable to request agent forwarding";

const lossText = (error: Error & { readonly level?: string }): string =>
  error.level === "client-timeout" ? "the server no longer answers" : `it broke (${error.message})`;
