/**
 * A job's log in groups. A log is one column of text and groups do not nest, so what is said of one section while another one's
 * steps run waits until those have ended.
 */
export class StageLog {
  readonly #print: (line: string) => void;
  readonly #running = new Map<string, number>();
  readonly #waiting = new Map<string, string[]>();
  #open: string | undefined;

  /** @param print writes one line, and is free to be given the runner's commands */
  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  started(section: string): void {
    this.#turnTo(section);
    this.#count(section, 1);
  }

  say(section: string, line: string): void {
    this.#turnTo(section);
    if (this.#open === section) this.#print(line);
    else this.#waiting.set(section, [...(this.#waiting.get(section) ?? []), line]);
  }

  settled(section: string, line: string): void {
    this.say(section, line);
    this.#count(section, -1);
  }

  /** Says what still waits; what is printed from here on is in no group. */
  close(): void {
    this.#running.clear();
    this.#endGroup();
    this.#printWaiting();
  }

  #turnTo(section: string): void {
    if (this.#open === section) return;
    if (this.#open !== undefined && this.#running.get(this.#open)) return;
    this.#endGroup();
    this.#printWaiting();
    this.#print(`::group::${section}`);
    this.#open = section;
  }

  #printWaiting(): void {
    for (const [section, lines] of this.#waiting) {
      this.#print(`::group::${section}`);
      for (const line of lines) this.#print(line);
      this.#print("::endgroup::");
    }
    this.#waiting.clear();
  }

  #endGroup(): void {
    if (this.#open !== undefined) this.#print("::endgroup::");
    this.#open = undefined;
  }

  #count(section: string, by: number): void {
    this.#running.set(section, Math.max(0, (this.#running.get(section) ?? 0) + by));
  }
}
