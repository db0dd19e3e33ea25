/** The word that differs least, if it differs by so little that a slip of the fingers explains it. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, distance: distance(word.toLowerCase(), candidate) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  const tolerance = Math.max(1, Math.floor(Math.min(word.length, 12) / 3));
  return best !== undefined && best.distance <= tolerance ? best.candidate : undefined;
}

/** Levenshtein's distance, with two swapped neighbours counted as one slip. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 4) return 5;
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) row.push(step(i, j, row));
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;

  function step(i: number, j: number, row: readonly number[]): number {
    const at = (cells: readonly number[], index: number): number => cells[index] ?? Number.POSITIVE_INFINITY;
    const change = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
    const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
    return Math.min(at(last, j) + 1, at(row, j - 1) + 1, change, swapped ? at(beforeLast, j - 2) + 1 : change);
  }
}
