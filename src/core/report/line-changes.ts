/** A line that only one of two texts has; of the old text, with its number. */
type LineChange =
  | { readonly kind: "removed"; readonly line: number; readonly text: string }
  | { readonly kind: "added"; readonly text: string };

/** What differs between two texts, by their longest common run of lines. */
export function lineChanges(before: string, after: string): readonly LineChange[] {
  const [old, now] = [before.split(/\r?\n/), after.split(/\r?\n/)];
  const common = commonLengths(old, now);
  const changes: LineChange[] = [];
  for (let i = 0, j = 0; i < old.length || j < now.length; ) {
    const text = old[i];
    const other = now[j];
    if (text !== undefined && text === other) {
      i++;
      j++;
    } else if (text !== undefined && (other === undefined || lengthAt(common, i + 1, j) >= lengthAt(common, i, j + 1))) {
      changes.push({ kind: "removed", line: ++i, text });
    } else {
      changes.push({ kind: "added", text: other ?? "" });
      j++;
    }
  }
  return changes;
}

/** How many lines the rests of both texts have in common, from each pair of lines on. */
function commonLengths(old: readonly string[], now: readonly string[]): readonly (readonly number[])[] {
  const table = Array.from({ length: old.length + 1 }, () => new Array<number>(now.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i--) {
    const row = table[i] ?? [];
    for (let j = now.length - 1; j >= 0; j--)
      row[j] =
        old[i] === now[j] ? lengthAt(table, i + 1, j + 1) + 1 : Math.max(lengthAt(table, i + 1, j), lengthAt(table, i, j + 1));
  }
  return table;
}

const lengthAt = (table: readonly (readonly number[])[], i: number, j: number): number => table[i]?.[j] ?? 0;
