/** The release of Kamal whose files and servers are understood. */
export const kamalVersion = "2.12.0";

/** Whether two versions can be compared: digits first, as RubyGems has it. */
export const isVersionNumber = (text: string): boolean => /^\d+(?:\.[0-9A-Za-z]+)*(?:-[0-9A-Za-z.-]+)?$/.test(text.trim());

/** Compares dotted versions number by number. */
export function newerThan(version: string, than: string): boolean {
  const a = numbers(version);
  const b = numbers(than);
  const differing = Array.from({ length: Math.max(a.length, b.length) }, (_, index) => (a[index] ?? 0) - (b[index] ?? 0)).find(
    (difference) => difference !== 0,
  );
  return (differing ?? 0) > 0;
}

const numbers = (version: string): readonly number[] =>
  version
    .trim()
    .split(".")
    .map((part) => Number.parseInt(part, 10) || 0);
