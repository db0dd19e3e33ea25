/** Why an expression has no value. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/** What to say of a variable that has to be set. */
export const unsetVariable = (name: string): ExpressionError =>
  new ExpressionError(
    `the environment variable ${name} is not set`,
    `Set ${name}, or give a default: ENV.fetch("${name}", "default").`,
  );
