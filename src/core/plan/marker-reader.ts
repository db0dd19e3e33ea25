/** What a marker line says: which step, its exit code, and what was printed since the marker before. */
export interface Marked {
  readonly label: string;
  readonly code: number;
  readonly output: string;
}

/** Begins a marker line. */
const mark = "\x1e";

/** No marker line is longer, in characters. */
const longestMarker = 100;

/** Reads a shell's output as it arrives and cuts it at the markers. */
export class MarkerReader {
  readonly #marker: RegExp;
  readonly #limit: number;
  #excerpt: Excerpt;
  /** What may be the beginning of a marker. */
  #pending = "";

  /** @param limit how much of one step's output is kept, in characters; the middle of longer output is dropped */
  constructor(nonce: string, limit = 1_000_000) {
    this.#marker = new RegExp(`${mark}${nonce} (\\w+) (\\d{1,10})\\n`);
    this.#limit = limit;
    this.#excerpt = new Excerpt(limit);
  }

  /** What `text` brings, in its order: output as it is printed, and the markers that it completes. */
  *read(text: string): Generator<Marked | string> {
    this.#pending += text;
    for (let match = this.#marker.exec(this.#pending); match; match = this.#marker.exec(this.#pending)) {
      const [whole, label = "", code = ""] = match;
      const before = this.#take(match.index);
      this.#pending = this.#pending.slice(whole.length);
      const output = this.#excerpt.text;
      this.#excerpt = new Excerpt(this.#limit);
      if (before !== "") yield before;
      yield { label, code: Number(code), output };
    }
    const fresh = this.#take(this.#certain());
    if (fresh !== "") yield fresh;
  }

  /** What has arrived since the last marker. */
  get rest(): string {
    return this.#excerpt.text + this.#pending;
  }

  /** How much of what is pending is no beginning of a marker. */
  #certain(): number {
    const { length } = this.#pending;
    const start = this.#pending.lastIndexOf(mark);
    return start === -1 || length - start > longestMarker ? length : start;
  }

  #take(count: number): string {
    const taken = this.#pending.slice(0, count);
    this.#pending = this.#pending.slice(count);
    this.#excerpt.add(taken);
    return taken;
  }
}

/** The beginning and the end of a text. */
class Excerpt {
  readonly #half: number;
  #beginning = "";
  #end = "";
  #dropped = 0;

  constructor(limit: number) {
    this.#half = limit / 2;
  }

  add(text: string): void {
    const room = this.#half - this.#beginning.length;
    this.#beginning += text.slice(0, room);
    this.#end += text.slice(room);
    // Twice as long as it has to be, so that it is seldom cut.
    if (this.#end.length > 2 * this.#half) this.#cut();
  }

  get text(): string {
    if (this.#dropped > 0 || this.#end.length > this.#half) this.#cut();
    return this.#dropped === 0
      ? this.#beginning + this.#end
      : `${this.#beginning}\n[${this.#dropped} characters left out]\n${this.#end}`;
  }

  #cut(): void {
    this.#dropped += Math.max(this.#end.length - this.#half, 0);
    this.#end = this.#end.slice(-this.#half);
  }
}
