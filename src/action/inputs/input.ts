import * as core from "@actions/core";
import { Refusal } from "../../core/report/refusal.ts";
import { Secret } from "../../core/shell/secret.ts";
import { maskSecrets } from "../masking.ts";

/** What stands under `with:`; undefined where that is nothing, e.g. because an expression came to nothing. */
export const optional = (name: string): string | undefined => core.getInput(name) || undefined;

/** As YAML 1.2 spells truth. @throws Refusal when it is neither true nor false */
export function flag(name: string): boolean | undefined {
  const text = optional(name);
  if (text === undefined) return undefined;
  if (/^(true|True|TRUE)$/.test(text)) return true;
  if (/^(false|False|FALSE)$/.test(text)) return false;
  throw new Refusal([`The input ${name} is "${text}"; it takes true or false`]);
}

/** @throws Refusal when it is none of them */
export function choice<Word extends string>(name: string, words: readonly Word[]): Word | undefined {
  const text = optional(name);
  const word = words.find((each) => each === text);
  if (text === undefined || word !== undefined) return word;
  throw new Refusal([`The input ${name} is "${text}"; it takes ${words.join(", ").replace(/, ([^,]+)$/, " or $1")}`]);
}

/** Hidden from the log, as it is written and as it is meant, and taken out of the environment that programs are started with. */
export function secretInput(name: string, meaning = (text: string): string => text): Secret | undefined {
  const text = optional(name);
  delete process.env[`INPUT_${name.toUpperCase()}`];
  if (text === undefined) return undefined;
  const written = new Secret(`input ${name}`, text);
  const meant = written.map(meaning);
  maskSecrets([written, meant]);
  return meant;
}
