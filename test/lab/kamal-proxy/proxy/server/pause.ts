import { timerDelay } from "../duration.ts";
import { durationField, type JsonFields, nanoseconds, numberField, textField } from "../json-fields.ts";

export type PauseState = "running" | "paused" | "stopped";

/** What becomes of a request that came while its service was not running. */
export type PauseOutcome = { readonly kind: "proceed" | "timed out" } | { readonly kind: "stopped"; readonly message: string };

// The state file numbers the states in this order.
const states: readonly PauseState[] = ["running", "paused", "stopped"];

/** Whether a service runs, holds its requests back or turns them away. */
export class Pause {
  #state: PauseState = "running";
  #message = "";
  #failAfterMs = 0;
  #waiting = new Set<() => void>();

  static fromJson(from: JsonFields): Pause {
    const pause = new Pause();
    pause.#state = states[numberField(from, "state")] ?? "running";
    pause.#message = textField(from, "stop_message");
    pause.#failAfterMs = durationField(from, "fail_after");
    return pause;
  }

  get state(): PauseState {
    return this.#state;
  }

  json(): JsonFields {
    return { state: states.indexOf(this.#state), stop_message: this.#message, fail_after: nanoseconds(this.#failAfterMs) };
  }

  pause(failAfterMs: number): void {
    this.#state = "paused";
    this.#message = "";
    this.#failAfterMs = failAfterMs;
  }

  stop(message: string): void {
    this.#leave("stopped", message);
  }

  resume(): void {
    this.#leave("running", "");
  }

  /** Tells what to do with a request, at the latest when the pause has lasted too long for it. */
  async outcome(): Promise<PauseOutcome> {
    if (this.#state === "paused" && !(await this.#released())) return { kind: "timed out" };
    return this.#state === "stopped" ? { kind: "stopped", message: this.#message } : { kind: "proceed" };
  }

  #leave(state: PauseState, message: string): void {
    this.#state = state;
    this.#message = message;
    const released = this.#waiting;
    this.#waiting = new Set();
    for (const release of released) release();
  }

  #released(): Promise<boolean> {
    return new Promise((resolve) => {
      const release = (): void => {
        clearTimeout(timer);
        resolve(true);
      };
      const giveUp = (): void => {
        this.#waiting.delete(release);
        resolve(false);
      };
      const timer = setTimeout(giveUp, timerDelay(this.#failAfterMs));
      this.#waiting.add(release);
    });
  }
}
