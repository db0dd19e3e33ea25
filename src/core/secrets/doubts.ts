import type { Assignment } from "./dotenv.ts";

/** What is likely a mistake in a line, although Kamal takes it without a word. The message has nothing of the value but the name of a variable. */
export function doubtsOf({ value, quote }: Assignment, lookup: (name: string) => string | undefined): readonly string[] {
  if (quote === undefined && /^["']/.test(value)) return [quoteKept];
  const variable = quote === "single" ? undefined : /^\$(?:([A-Za-z0-9_]+)|\{([A-Za-z0-9_]+)\})$/.exec(value);
  const name = variable?.[1] ?? variable?.[2];
  return name === undefined || lookup(name) !== undefined ? [] : [unset(name)];
}

const quoteKept =
  "The quote at the start of this value has no other at its end, so it counts as a part of the value, as with Kamal, and the value ends with the line";

const unset = (name: string): string => `${name} is not set, so this value is empty, as with Kamal`;
