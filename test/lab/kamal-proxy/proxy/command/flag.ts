import { formatDuration, parseDuration } from "../duration.ts";
import { parseInteger, parseList, parseTruth } from "./literal.ts";

/** A flag's default, in the type that the flag takes. */
export type FlagDefault =
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "int"; readonly value: number }
  | { readonly kind: "duration"; readonly value: number }
  | { readonly kind: "strings"; readonly value: readonly string[] };

export type Flag = { readonly name: string; readonly usage: string } & FlagDefault;

export const boolFlag = (name: string, value: boolean, usage: string): Flag => ({ kind: "bool", name, value, usage });
export const textFlag = (name: string, value: string, usage: string): Flag => ({ kind: "string", name, value, usage });
export const intFlag = (name: string, value: number, usage: string): Flag => ({ kind: "int", name, value, usage });
export const listFlag = (name: string, usage: string): Flag => ({ kind: "strings", name, value: [], usage });

/** A flag that takes a duration; its default is in ms. */
export const durationFlag = (name: string, value: number, usage: string): Flag => ({ kind: "duration", name, value, usage });

/** What one argument makes of a flag; a list that was given before grows. */
export const readFlag = (flag: Flag, text: string, before: FlagDefault | undefined): FlagDefault => {
  switch (flag.kind) {
    case "bool":
      return { kind: "bool", value: parseTruth(text) };
    case "string":
      return { kind: "string", value: text };
    case "int":
      return { kind: "int", value: parseInteger(text) };
    case "duration":
      return { kind: "duration", value: parseDuration(text) };
    case "strings":
      return { kind: "strings", value: [...(before?.kind === "strings" ? before.value : []), ...parseList(text)] };
  }
};

/** The flag's line in the help of its command. */
export const flagHelp = (flag: Flag): string => {
  const argument = flag.kind === "bool" ? "" : ` ${flag.kind}`;
  return `      --${`${flag.name}${argument}`.padEnd(38)} ${flag.usage}${defaultHelp(flag)}`;
};

const defaultHelp = (flag: Flag): string => {
  if (flag.kind === "strings" || flag.value === false || flag.value === "" || flag.value === 0) return "";
  const value = flag.kind === "duration" ? formatDuration(flag.value) : flag.value;
  return ` (default ${flag.kind === "string" ? JSON.stringify(value) : value})`;
};
