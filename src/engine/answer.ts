import { isAwaited, type Step } from "../core/plan/plan.ts";
import { LineBuffer } from "../core/report/line-buffer.ts";
import type { Listening } from "./hosts.ts";

/** What a step on a server prints, told line by line where people wait for it. */
export class Answer {
  readonly #step: Step;
  readonly #listening: Pick<Listening, "redact" | "onAnswer">;
  readonly #lines = new LineBuffer();

  constructor(step: Step, listening: Pick<Listening, "redact" | "onAnswer">) {
    this.#step = step;
    this.#listening = listening;
  }

  async add(text: string): Promise<void> {
    if (isAwaited(this.#step)) await this.#tell(this.#lines.add(text));
  }

  /** It prints no more. */
  async end(): Promise<void> {
    await this.#tell(this.#lines.end());
  }

  async #tell(lines: readonly string[]): Promise<void> {
    const { redact, onAnswer } = this.#listening;
    if (lines.length > 0) await onAnswer(this.#step, lines.map(redact));
  }
}
