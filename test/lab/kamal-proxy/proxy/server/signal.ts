import { timerDelay } from "../duration.ts";

/** Something that happens once, and that others can wait for. */
export class Signal {
  readonly raised: Promise<void>;
  #resolve: () => void = () => {};

  constructor() {
    this.raised = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  raise(): void {
    this.#resolve();
  }
}

/** Tells whether a promise resolves within so many ms. */
export const within = (promise: Promise<unknown>, ms: number): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(false), timerDelay(ms));
    const settled = (): void => {
      clearTimeout(timer);
      resolve(true);
    };
    promise.then(settled, reject);
  });
