import type { Method, Value } from "./expression.ts";

/** Ruby on Rails' name for a value, or nil in place of a blank one. */
export const presence = (value: Value): Value =>
  value === false || (typeof value === "string" && value.trim() === "") ? undefined : value;

/** What a method makes of a text. */
export function changed(text: string, method: Exclude<Method, "to_s" | "presence">): Value {
  switch (method) {
    case "strip":
      return text.replace(/^[\t-\r ]+|[\t-\r \0]+$/g, "");
    case "chomp":
      return text.replace(/\r?\n$|\r$/, "");
    case "downcase":
      return text.toLowerCase();
    case "upcase":
      return text.toUpperCase();
  }
}
