/** Output comes in pieces of any size; a log is made of lines. */
export class LineBuffer {
  #rest = "";

  /** The lines that this piece completes. */
  add(text: string): string[] {
    const lines = (this.#rest + text).split(/\r?\n/);
    this.#rest = lines.pop() ?? "";
    return lines;
  }

  /** What came after the last line's end. */
  end(): string[] {
    const rest = this.#rest;
    this.#rest = "";
    return rest === "" ? [] : [rest];
  }
}
