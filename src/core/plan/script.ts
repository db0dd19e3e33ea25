import type { Shell } from "../shell/sh.ts";
import { quote } from "../shell/sh.ts";

/** How one step of a script ended. */
export interface StepEnd {
  readonly exitCode: number;
  readonly output: string;
}

/** What a marker line says: which step, its exit code, and what was printed since the marker before. */
export interface Marked {
  readonly label: string;
  readonly code: number;
  readonly output: string;
}

const mark = "\x1e";

/**
 * Text for a shell that is already reading its standard input: each step in a subshell of its own, then a marker line with its exit
 * code, none after the first failure. `eval` keeps a syntax error in what the user wrote from swallowing the rest of the input, and
 * the nonce keeps a step's own output from posing as a marker. What a step writes to its standard error stands in its output.
 */
export function script(steps: readonly Shell[], nonce: string): string {
  const lines = steps.map((step, index) =>
    [
      'if [ "$s" -eq 0 ]; then',
      `(set -e; eval ${quote(step.render())}) </dev/null 2>&1`,
      `s=$?; printf '\\036%s %s %s\\n' ${nonce} ${index} "$s"; fi`,
    ].join("\n"),
  );
  return ["s=0", ...lines, ""].join("\n");
}

/**
 * First words to a new shell. The answer carries its process group, so that its work can be stopped later, and marks where
 * a login's own greetings end.
 */
export const greeting = (nonce: string): string =>
  `read -r _ _ _ _ group _ </proc/$$/stat; printf '\\036%s hello %s\\n' ${nonce} "$group"\n`;

/** Stop everything in a process group and wait until it is gone, at most 10 seconds before it is killed. */
export const stopGroup = (group: number): string =>
  `kill -TERM -${group} 2>/dev/null; n=0; while kill -0 -${group} 2>/dev/null && [ $n -lt 100 ]; do n=$((n+1)); sleep 0.1; done; kill -KILL -${group} 2>/dev/null; true`;

/** Reads a shell's output as it arrives and cuts it at the markers. */
export class MarkerReader {
  readonly #marker: RegExp;
  readonly #limit: number;
  #kept = "";
  #dropped = 0;

  /** @param limit how much of one step's output is kept, in characters; the middle of longer output is dropped */
  constructor(nonce: string, limit = 1_000_000) {
    this.#marker = new RegExp(`${mark}${nonce} (\\w+) (\\d+)\\n`);
    this.#limit = limit;
  }

  /** What `text` completes: one entry per marker. */
  read(text: string): Marked[] {
    this.#kept += text;
    const marks: Marked[] = [];
    for (let match = this.#marker.exec(this.#kept); match; match = this.#marker.exec(this.#kept)) {
      const [whole, label = "", code = ""] = match;
      marks.push({ label, code: Number(code), output: this.#output(this.#kept.slice(0, match.index)) });
      this.#kept = this.#kept.slice(match.index + whole.length);
      this.#dropped = 0;
    }
    this.#trim();
    return marks;
  }

  /** What has arrived since the last marker. */
  get rest(): string {
    return this.#output(this.#kept);
  }

  #output(text: string): string {
    if (this.#dropped === 0) return text;
    const half = this.#limit / 2;
    return `${text.slice(0, half)}\n[${this.#dropped} characters left out]\n${text.slice(half)}`;
  }

  #trim(): void {
    const excess = this.#kept.length - this.#limit;
    if (excess <= 0) return;
    const half = this.#limit / 2;
    this.#kept = this.#kept.slice(0, half) + this.#kept.slice(half + excess);
    this.#dropped += excess;
  }
}
