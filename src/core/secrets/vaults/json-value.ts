import { parseJson } from "../../json.ts";

const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Stands before a number in a string; the environment of a process cannot hold it, so no secret starts with it. */
const mark = "\0";

/**
 * What a JSON text stands for, its numbers as Ruby would write them: JavaScript rounds long ones, and forgets the `.0` of a version.
 * Undefined when it is no JSON.
 */
export function jsonValue(text: string): unknown {
  if (parseJson(text) === undefined) return undefined;
  return parseJson(
    text.replace(stringOrNumber, (token) => (token.startsWith('"') ? token : JSON.stringify(mark + asRuby(token)))),
  );
}

/** A text as it is, whatever else as JSON. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value.startsWith(mark) ? value.slice(mark.length) : value;
  return JSON.stringify(value).replace(/"\\u0000([^"]*)"/g, "$1");
}

/** A whole number stays as it is; one with a fraction or an exponent always has a fraction. */
function asRuby(token: string): string {
  if (/^-?\d+$/.test(token)) return token;
  return Number.isInteger(Number(token)) ? Number(token).toFixed(1) : String(Number(token));
}
