import { redactor } from "./redaction.ts";
import type { Secrets } from "./secret.ts";

/** What must not be shown, as far as it is known by now: for what is said when nobody knows any more where in a run that is. */
export class Discretion {
  #redact = (text: string): string => text;

  learn(secrets: Secrets): void {
    const known = this.#redact;
    const more = redactor(secrets);
    this.#redact = (text) => more(known(text));
  }

  redact(text: string): string {
    return this.#redact(text);
  }
}
