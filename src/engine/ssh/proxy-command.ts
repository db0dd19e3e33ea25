import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { Duplex } from "node:stream";

/** How much of what a command said is repeated when it fails, in characters. */
const complaintLength = 300;

/** A command that leads to a server with its standard input and output. Its end is the stream's end, its failure the stream's error. */
export class ProxyCommand extends Duplex {
  readonly #child: ChildProcessWithoutNullStreams;
  #complaint = "";

  constructor(command: string, failure: (detail: string) => Error) {
    super();
    // `exec`, as ssh has it, so that a signal reaches the command and not its shell.
    this.#child = spawn("sh", ["-c", `exec ${command}`]);
    const { stdin, stdout, stderr } = this.#child;
    stdout.on("data", (chunk) => this.push(chunk) || stdout.pause());
    stderr.on("data", (text) => {
      this.#complaint = `${this.#complaint}${text}`.slice(-complaintLength);
    });
    // A command that has ended takes no input; its end tells why.
    stdin.on("error", () => undefined);
    this.#child.on("error", (error) => this.destroy(error));
    this.#child.on("close", (code, signal) => {
      const detail = `${this.#complaint.trim() || "it said nothing"} (${signal ?? `exit code ${code}`})`;
      this.destroy(code === 0 ? undefined : failure(detail));
    });
  }

  override _read(): void {
    this.#child.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#child.stdin.write(chunk, () => done());
  }

  override _final(done: () => void): void {
    this.#child.stdin.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#child.kill();
    done(error);
  }
}
