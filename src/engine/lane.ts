import { randomBytes } from "node:crypto";
import { StringDecoder } from "node:string_decoder";
import { greeting, type Marked, MarkerReader, type StepEnd, script, stopGroup } from "../core/plan/script.ts";
import type { Shell } from "../core/shell/sh.ts";
import type { Connection, RemoteProcess } from "./ssh/connection.ts";

/**
 * One shell on one server, kept open: scripts go in on its standard input, so nothing secret is in any argument list, and
 * a script costs one round trip where a new exec costs two.
 */
export class Lane {
  readonly #connection: Connection;
  readonly #process: RemoteProcess;
  readonly #group: number;

  private constructor(connection: Connection, process: RemoteProcess, group: number) {
    this.#connection = connection;
    this.#process = process;
    this.#group = group;
  }

  /** @throws Error when the server gives no POSIX shell, or the connection is lost */
  static async open(connection: Connection): Promise<Lane> {
    const process = await connection.exec("exec sh -s");
    process.stderr.resume();
    const nonce = newNonce();
    process.stdin.write(greeting(nonce));
    const reader = new MarkerReader(nonce, 100_000);
    for await (const { code } of marks(process, reader)) return new Lane(connection, process, code);
    throw new Error(`${connection.host} gave no shell to work with. It said: ${reader.rest.trim().slice(0, 500) || "nothing"}`);
  }

  /** Run steps one after the other; ends after the first that fails. @throws Error when the connection is lost */
  async *run(steps: readonly Shell[]): AsyncGenerator<StepEnd> {
    const nonce = newNonce();
    this.#process.stdin.write(script(steps, nonce));
    let left = steps.length;
    for await (const { code, output } of marks(this.#process, new MarkerReader(nonce))) {
      yield { exitCode: code, output };
      left -= 1;
      if (left === 0 || code !== 0) return;
    }
    await this.#process.exited;
    throw new Error(`${this.#connection.host}: the shell ended while a command ran in it`);
  }

  /** Stop what this shell runs, and the shell, and wait until it is gone: closing its channel would leave it running. */
  async stop(): Promise<void> {
    const stopping = await this.#connection.exec("exec sh -s");
    stopping.stdout.resume();
    stopping.stderr.resume();
    stopping.stdin.end(stopGroup(this.#group));
    await stopping.exited;
  }

  close(): void {
    this.#process.stdin.end();
  }
}

async function* marks({ stdout }: RemoteProcess, reader: MarkerReader): AsyncGenerator<Marked> {
  const decoder = new StringDecoder("utf8");
  for await (const chunk of stdout.iterator({ destroyOnReturn: false })) {
    yield* reader.read(Buffer.isBuffer(chunk) ? decoder.write(chunk) : String(chunk));
  }
}

const newNonce = (): string => randomBytes(8).toString("hex");
