import { z } from "zod";
import { parseJson } from "../json.ts";

/** Secrets by their names, or what is wrong with the text, without a word of it. */
export type HandedIn = { readonly values: ReadonlyMap<string, string> } | { readonly problem: string };

/** Reads a JSON object, or a line `NAME=value` for each secret. What is empty is left out: a workflow that spells out a secret that is not set hands in nothing. */
export function readHandedIn(text: string): HandedIn {
  const read = text.trimStart().startsWith("{") ? readObject(text) : readLines(text);
  if ("problem" in read) return read;
  return { values: new Map([...read.values].filter(([, value]) => value !== "")) };
}

const object = z.record(z.string(), z.unknown());

function readObject(text: string): HandedIn {
  const parsed = object.safeParse(parseJson(text));
  if (!parsed.success) return { problem: "it begins as a JSON object does and is none. Write ${{ toJSON(secrets) }}" };
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(parsed.data)) {
    if (typeof value !== "string") return { problem: `${JSON.stringify(name)} is no text. Put its value in double quotes` };
    values.set(name, value);
  }
  return { values };
}

const assignment = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)=\s*(.*?)\s*$/;

/** A value is the rest of its line, whatever stands there, or what is in quotes; in double quotes it may go on over lines. */
function readLines(text: string): HandedIn {
  const values = new Map<string, string>();
  const lines = text.split(/\r\n|\r|\n/);
  for (let at = 0; at < lines.length; ) {
    const read = readStatement(lines, at);
    if ("problem" in read) return read;
    if (read.name !== undefined) values.set(read.name, read.value);
    at = read.next;
  }
  return { values };
}

type Statement =
  | { readonly name: string | undefined; readonly value: string; readonly next: number }
  | { readonly problem: string };

function readStatement(lines: readonly string[], at: number): Statement {
  const line = lines[at] ?? "";
  if (/^\s*(#|$)/.test(line)) return { name: undefined, value: "", next: at + 1 };
  const [, name, written = ""] = assignment.exec(line) ?? [];
  const here = `line ${at + 1}`;
  if (name === undefined) return { problem: `${here} is not NAME=value. A value of several lines stands in double quotes` };
  const last = written.startsWith('"') ? endOfQuote([written.slice(1), ...lines.slice(at + 1)]) + at : at;
  if (last < at) return { problem: `the double quote in ${here} is not closed` };
  const value = unquoted([written, ...lines.slice(at + 1, last + 1)].join("\n"));
  if (value === undefined) return { problem: `there is more than one text in quotes in ${here}` };
  return { name, value, next: last + 1 };
}

/** The first line in which a value in double quotes ends; below zero if none. */
const endOfQuote = (lines: readonly string[]): number => lines.findIndex((line) => /^(?:[^"\\]|\\.)*"/.test(line));

function unquoted(written: string): string | undefined {
  if (!/^["']/.test(written)) return written;
  const [, double, single] = /^(?:"((?:[^"\\]|\\.)*)"|'([^']*)')\s*(?:#.*)?$/s.exec(written) ?? [];
  return single ?? double?.replace(/\\(.)/gs, (kept: string, sign: string) => escapes[sign] ?? kept);
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\", $: "$" };
