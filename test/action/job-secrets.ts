import { z } from "zod";
import { parseJson } from "../../src/core/json.ts";
import { jobToken } from "./job-environment.ts";
import type { Step } from "./runner.ts";

const secretInputs = ["ssh-private-key", "ssh-passphrase", "registry-password", "github-token"];

/** What a step is given to keep, line by line; what is shorter than four characters stands everywhere by chance. */
export function secretsOf({ with: given = {}, token = jobToken, hidden = [] }: Step): string[] {
  const values = [...secretInputs.map((name) => given[name] ?? ""), ...valuesIn(given.secrets ?? ""), token];
  const lines = values.flatMap((value) => value.split(/\r?\n|\\n/)).filter((line) => !line.startsWith("-----"));
  return [...lines, ...hidden].map((line) => line.trim()).filter((line) => line.length >= 4);
}

/** A JSON object's values, or what stands after the equals signs; all of a text that is neither. */
function valuesIn(secrets: string): string[] {
  const object = z.record(z.string(), z.unknown()).safeParse(parseJson(secrets));
  if (object.success) return Object.values(object.data).map(String);
  return secrets
    .split("\n")
    .filter((line) => !/^\s*#/.test(line))
    .map((line) => line.replace(/^[^=]*=/, "").replace(/^\s*["']|["']\s*$/g, ""));
}
