import { randomBytes } from "node:crypto";
import { StringDecoder } from "node:string_decoder";
import { setTimeout as pause } from "node:timers/promises";
import { type Marked, MarkerReader } from "../core/plan/marker-reader.ts";
import { greeting, type StepEnd, script } from "../core/plan/script.ts";
import type { Shell } from "../core/shell/sh.ts";
import { NoShell } from "./no-shell.ts";
import type { LostShell } from "./remains.ts";
import type { Connection, RemoteProcess } from "./ssh/connection.ts";
import { SessionRefused } from "./ssh/session-refused.ts";
import { stopRemoteGroup } from "./stop-group.ts";

/** How long a login that gave no shell yet may still give one when its work is to be stopped, in milliseconds. */
const stopPatience = 5000;

/** Told of what steps print, as they print it, and waited for; steps are counted from 0. */
export type Hearing = (step: number, text: string) => Promise<void> | void;

/** Does something over a connection of its own. */
type Apart = (work: (connection: Connection) => Promise<void>) => Promise<void>;

/**
 * One shell on one server, kept open: scripts go in on its standard input, so nothing secret is in any argument list, and a script
 * costs one round trip where a new exec costs three. The first script goes along with the greeting, whose answer it does not need.
 */
export class Lane {
  readonly #connection: Connection;
  readonly #process: RemoteProcess;
  readonly #nonce = randomBytes(8).toString("hex");
  readonly #reader = new MarkerReader(this.#nonce);
  readonly #decoder = new StringDecoder("utf8");
  readonly #patience: number;
  readonly #greeted: Promise<number | undefined>;
  readonly #name: string;
  /** What the login wrote to its standard error; steps write theirs to their output. */
  #complaint = "";
  /** Its process group, once it has greeted. */
  #group: number | undefined;
  #isConnected = true;
  #isSilent = false;
  #silence: NodeJS.Timeout | undefined;
  #greet: (group: number | undefined) => void = () => {};

  private constructor(connection: Connection, process: RemoteProcess, patience: number, name: string) {
    this.#connection = connection;
    this.#process = process;
    this.#patience = patience;
    this.#name = name;
    connection.closed.then(() => {
      this.#isConnected = false;
    });
    this.#greeted = new Promise((resolve) => {
      this.#greet = resolve;
    });
  }

  /** @param patience how long its login may take, in milliseconds @throws Error when the connection is lost */
  static async open(connection: Connection, patience: number): Promise<Lane> {
    const name = `landfall-${randomBytes(4).toString("hex")}`;
    const process = await connection.exec(`exec sh -s ${name}`);
    const lane = new Lane(connection, process, patience, name);
    process.stderr.on("data", (chunk) => lane.#overhear(String(chunk)));
    process.stdin.write(greeting(lane.#nonce));
    return lane;
  }

  /** Run steps one after the other; ends after the first that fails. @throws Error when the connection is lost, NoShell */
  async *run(steps: readonly Shell[], hear: Hearing): AsyncGenerator<StepEnd> {
    if (this.#group === undefined) this.#silence = setTimeout(() => this.#giveUp(), this.#patience).unref();
    this.#process.stdin.write(script(steps, this.#nonce));
    let left = steps.length;
    for await (const piece of this.#pieces()) {
      if (typeof piece === "string") {
        await hear(steps.length - left, piece);
        continue;
      }
      const { code, output } = piece;
      yield { exitCode: code, output };
      left -= 1;
      if (left === 0 || code !== 0) return;
    }
    const exit = await this.#process.exited;
    const said = `${this.#reader.rest}\n${this.#complaint}`.trim().slice(0, 500);
    const { host } = this.#connection;
    if (this.#group !== undefined)
      throw new Error(`${host}: the shell ended while a command ran in it. It said: ${said || "nothing"}`);
    throw new NoShell(host, this.#isSilent ? { silentFor: this.#patience } : exit, said);
  }

  /**
   * Stop what this shell runs, and the shell, and wait until it is gone: closing its channel would leave it running.
   * @param apart does it over another connection to the server, where it allows no more sessions on this one
   */
  async stop(apart: Apart): Promise<void> {
    const group = await Promise.race([this.#greeted, pause(stopPatience, undefined, { ref: false })]);
    if (group === undefined) return this.#process.close();
    try {
      await stopRemoteGroup(this.#connection, group);
    } catch (error) {
      if (!(error instanceof SessionRefused)) throw error;
      await apart((connection) => stopRemoteGroup(connection, group));
    }
  }

  close(): void {
    this.#process.stdin.end();
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  /** What of it may be left on the server once its connection is lost. One that did not greet dies of its greeting. */
  get remains(): LostShell | undefined {
    return this.#group === undefined ? undefined : { group: this.#group, name: this.#name };
  }

  #overhear(text: string): void {
    this.#complaint = (this.#complaint + text).slice(0, 500);
  }

  #hear(group: number): void {
    clearTimeout(this.#silence);
    this.#group = group;
    this.#greet(group);
  }

  #giveUp(): void {
    this.#isSilent = true;
    this.#process.close();
  }

  /** What steps print, and the ends of them. */
  async *#pieces(): AsyncGenerator<Marked | string> {
    try {
      for await (const chunk of this.#process.stdout.iterator({ destroyOnReturn: false }))
        yield* this.#afterGreeting(Buffer.isBuffer(chunk) ? this.#decoder.write(chunk) : String(chunk));
    } finally {
      this.#greet(undefined);
    }
  }

  *#afterGreeting(text: string): Generator<Marked | string> {
    for (const piece of this.#reader.read(text)) {
      if (typeof piece !== "string" && piece.label === "hello") this.#hear(piece.code);
      else if (this.#group !== undefined) yield piece;
    }
  }
}
