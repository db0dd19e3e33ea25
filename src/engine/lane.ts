import { randomBytes } from "node:crypto";
import { StringDecoder } from "node:string_decoder";
import { setTimeout } from "node:timers/promises";
import { greeting, type Marked, MarkerReader, type StepEnd, script, stopGroup } from "../core/plan/script.ts";
import type { Shell } from "../core/shell/sh.ts";
import type { Connection, RemoteProcess } from "./ssh/connection.ts";

/** How long a login that gave no shell yet may still give one when its work is to be stopped, in milliseconds. */
const greetingPatience = 5000;

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
  readonly #greeted: Promise<number | undefined>;
  /** What the login wrote to its standard error; steps write theirs to their output. */
  #complaint = "";
  #isGreeted = false;
  #greet: (group: number | undefined) => void = () => {};

  private constructor(connection: Connection, process: RemoteProcess) {
    this.#connection = connection;
    this.#process = process;
    this.#greeted = new Promise((resolve) => {
      this.#greet = resolve;
    });
  }

  /** @throws Error when the connection is lost */
  static async open(connection: Connection): Promise<Lane> {
    const process = await connection.exec("exec sh -s");
    const lane = new Lane(connection, process);
    process.stderr.on("data", (chunk) => lane.#overhear(String(chunk)));
    process.stdin.write(greeting(lane.#nonce));
    return lane;
  }

  /** Run steps one after the other; ends after the first that fails. @throws Error when the connection is lost */
  async *run(steps: readonly Shell[]): AsyncGenerator<StepEnd> {
    this.#process.stdin.write(script(steps, this.#nonce));
    let left = steps.length;
    for await (const { code, output } of this.#marks()) {
      yield { exitCode: code, output };
      left -= 1;
      if (left === 0 || code !== 0) return;
    }
    await this.#process.exited;
    const happened = this.#isGreeted ? "the shell ended while a command ran in it" : "it gave no shell to work with";
    const said = `${this.#reader.rest}\n${this.#complaint}`.trim().slice(0, 500);
    throw new Error(`${this.#connection.host}: ${happened}. It said: ${said || "nothing"}`);
  }

  /** Stop what this shell runs, and the shell, and wait until it is gone: closing its channel would leave it running. */
  async stop(): Promise<void> {
    const group = await Promise.race([this.#greeted, setTimeout(greetingPatience, undefined, { ref: false })]);
    if (group === undefined) return this.#process.close();
    const stopping = await this.#connection.exec("exec sh -s");
    stopping.stdout.resume();
    stopping.stderr.resume();
    stopping.stdin.end(stopGroup(group));
    await stopping.exited;
  }

  close(): void {
    this.#process.stdin.end();
  }

  #overhear(text: string): void {
    this.#complaint = (this.#complaint + text).slice(0, 500);
  }

  #hear(group: number): void {
    this.#isGreeted = true;
    this.#greet(group);
  }

  async *#marks(): AsyncGenerator<Marked> {
    try {
      for await (const chunk of this.#process.stdout.iterator({ destroyOnReturn: false })) {
        const marks = this.#reader.read(Buffer.isBuffer(chunk) ? this.#decoder.write(chunk) : String(chunk));
        for (const mark of marks) {
          if (mark.label === "hello") this.#hear(mark.code);
          else yield mark;
        }
      }
    } finally {
      this.#greet(undefined);
    }
  }
}
