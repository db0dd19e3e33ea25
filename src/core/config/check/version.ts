/** The release of Kamal whose files and servers are understood. */
export const kamalVersion = "2.12.0";

/** Compares dotted versions number by number. */
export function newerThan(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) =>
    text
      .replace(/^v/, "")
      .split(".")
      .map((part) => Number.parseInt(part, 10) || 0),
  ) as [number[], number[]];
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
