/** The oldest kamal-proxy that Kamal 2.12 works with, and what it boots. */
export const minimumKamalProxy = "v0.9.2";

/** The tag of an image; empty where it has none. */
export const tagOf = (image: string): string => /:([^:/@]+)$/.exec(image)?.[1] ?? "";

/**
 * Whether a version comes before another. One that is no number (`latest`, a digest) does not: there is nothing to compare.
 * `2` and `2.11` stand for the newest of theirs.
 */
export function isOlder(version: string, other: string): boolean {
  const theirs = numbers(other);
  const difference = numbers(version)
    .map((part, index) => part - (theirs[index] ?? 0))
    .find((part) => part !== 0);
  return difference !== undefined && difference < 0;
}

const numbers = (version: string): number[] =>
  version
    .match(/^v?(\d+(?:\.\d+){0,2})(?![\w.])/)?.[1]
    ?.split(".")
    .map(Number) ?? [];
