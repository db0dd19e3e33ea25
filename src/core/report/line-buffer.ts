/** A line that is longer comes in pieces, in characters. */
const longest = 100_000;

/** Output comes in pieces of any size; a log is made of lines. A carriage return, by which programs show progress, ends a line too. */
export class LineBuffer {
  #rest = "";

  /** The lines that this piece completes. */
  add(text: string): string[] {
    // A line feed may still follow the last carriage return.
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? "";
    if (this.#rest.length > longest) lines.push(...this.end());
    return lines;
  }

  /** What came after the last line's end. */
  end(): string[] {
    const rest = this.#rest.replace(/\r$/, "");
    this.#rest = "";
    return rest === "" ? [] : [rest];
  }
}
