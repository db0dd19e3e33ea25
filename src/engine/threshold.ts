import { Transform, type TransformCallback } from "node:stream";

/** How much of what a login says before its shell does is kept, in bytes. */
const kept = 10_000;

/** Lets through what a shell prints from its greeting on, byte for byte, and keeps back what the login printed before. */
export class Threshold extends Transform {
  readonly #greeting: RegExp;
  #before = Buffer.alloc(0);
  #group: number | undefined;

  constructor(nonce: string) {
    super();
    // A terminal makes two characters of a line feed.
    this.#greeting = new RegExp(`\\x1e${nonce} hello (\\d+)\\r?\\n`);
  }

  /** The shell's process group, once it has greeted. */
  get group(): number | undefined {
    return this.#group;
  }

  /** What the login said, as far as it was kept. */
  get said(): string {
    return this.#before.toString("utf8").trim();
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    done(undefined, this.#group === undefined ? this.#afterGreeting(chunk) : chunk);
  }

  #afterGreeting(chunk: Buffer): Buffer {
    const heard = Buffer.concat([this.#before, chunk]);
    const match = this.#greeting.exec(heard.toString("latin1"));
    this.#before = heard.subarray(0, match?.index).subarray(-kept);
    if (!match) return Buffer.alloc(0);
    this.#group = Number(match[1]);
    return heard.subarray(match.index + match[0].length);
  }
}
