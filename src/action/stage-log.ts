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

  /** Says what nobody should have to open a group for; whatever goes on is said in its group again. */
  remark(line: string): void {
    this.#endGroup();
    this.#print(line);
  }

  /** Says what still waits; what is printed from here on is in no group. */
  close(): void {
    this.#running.clear();
    this.#printWaiting();
  }

  /** Opens this section's group, unless the open one still runs; a section that waits while it runs goes first. */
  #turnTo(section: string): void {
    if (this.#open === section) return;
    if (this.#open !== undefined && this.#running.get(this.#open)) return;
    const busy = [...this.#waiting.keys()].find((name) => this.#running.get(name));
    this.#printWaiting({ except: busy ?? section });
    this.#startGroup(busy ?? section);
  }

  #printWaiting({ except }: { readonly except?: string } = {}): void {
    for (const section of this.#waiting.keys()) if (section !== except) this.#startGroup(section);
    this.#endGroup();
  }

  #startGroup(section: string): void {
    this.#endGroup();
    this.#print(`::group::${section}`);
    this.#open = section;
    for (const line of this.#waiting.get(section) ?? []) this.#print(line);
    this.#waiting.delete(section);
  }

  #endGroup(): void {
    if (this.#open !== undefined) this.#print("::endgroup::");
    this.#open = undefined;
  }

  #count(section: string, by: number): void {
    this.#running.set(section, Math.max(0, (this.#running.get(section) ?? 0) + by));
  }
}
