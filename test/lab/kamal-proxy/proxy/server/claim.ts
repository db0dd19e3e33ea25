import { Signal } from "./signal.ts";

/** One request on its way through a target: it ends once, and draining can cut it off before. */
export class Claim {
  /** A connection that switched protocols may last for ever, so draining does not wait for it. */
  switched = false;
  cut = false;
  readonly #end = new Signal();
  #onCut: () => void = () => {};

  get ended(): Promise<void> {
    return this.#end.raised;
  }

  whenCut(react: () => void): void {
    this.#onCut = react;
  }

  cutOff(): void {
    if (this.cut) return;
    this.cut = true;
    this.#onCut();
  }

  end(): void {
    this.#onCut = () => {};
    this.#end.raise();
  }
}
