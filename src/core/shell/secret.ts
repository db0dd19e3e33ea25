import { inspect } from "node:util";

/**
 * A value that may be executed or written to a server, but never shown.
 * Every implicit conversion (string, JSON, console.log) yields its name in brackets;
 * only `reveal()` returns the value, so leaks can be searched for.
 */
export class Secret {
  readonly name: string;
  readonly #value: string;

  constructor(name: string, value: string) {
    this.name = name;
    this.#value = value;
  }

  /** Combine secrets and plain text into a bigger secret, e.g. an env file. */
  static join(name: string, parts: readonly (string | Secret)[]): Secret {
    return new Secret(name, parts.map((part) => (part instanceof Secret ? part.reveal() : part)).join(""));
  }

  /** Nothing, or nothing but blanks. */
  get isBlank(): boolean {
    return this.#value.trim() === "";
  }

  /** Whether the value is of this form. */
  matches(form: RegExp): boolean {
    return form.test(this.#value);
  }

  /** The same secret, written differently, e.g. escaped. */
  map(change: (value: string) => string): Secret {
    return new Secret(this.name, change(this.#value));
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return `[${this.name}]`;
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}

/** Every secret of a run by its name. */
export type Secrets = ReadonlyMap<string, Secret>;
