/** As in "1 host" and "3 hosts". */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** How many names a sentence has room for. */
const most = 5;

/** As in "a, b, c, d, e and 3 more". */
export function listed(names: readonly string[]): string {
  const rest = names.length > most ? ` and ${names.length - most} more` : "";
  return `${names.slice(0, most).join(", ")}${rest}`;
}
