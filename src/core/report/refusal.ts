/** @throws Refusal with these reasons, if there are any */
export function refuseFor(reasons: readonly string[]): void {
  if (reasons.length > 0) throw new Refusal(reasons);
}

/** A run that was given up before it changed what serves, and why. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly reasons: readonly string[];

  /** @param reasons one sentence each, for people; none where a cancellation came before anything could fail */
  constructor(reasons: readonly string[]) {
    const given = reasons.length > 0 ? reasons : ["It was cancelled before it began"];
    super(given.join("\n"));
    this.reasons = given;
  }
}
