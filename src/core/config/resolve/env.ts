import type { Env, SecretReference } from "../config.ts";
import type { RawEnv } from "../schema/env.ts";

/** The sections of an env together; later ones win. */
export function resolveEnv(...sections: readonly (RawEnv | undefined)[]): Env {
  const given = sections.filter((section) => section !== undefined);
  const clear = given.flatMap((section) => Object.entries(section.clear));
  return { clear: blankAsUndefined(clear), secrets: references(given.flatMap((section) => section.secret)) };
}

/** Kamal passes a blank value as the bare name, which Docker looks up on the server. */
function blankAsUndefined(clear: readonly (readonly [string, string])[]): Env["clear"] {
  return Object.fromEntries(clear.map(([name, value]) => [name, value.trim() === "" ? undefined : value]));
}

/** `NAME` or `NAME:SECRET`, each once. The last reference to a name counts, but a section that repeats an earlier one adds none. */
const references = (names: readonly string[]): readonly SecretReference[] => [...new Set(names)].map(reference);

function reference(text: string): SecretReference {
  const colon = text.indexOf(":");
  return colon === -1 ? { name: text, secret: text } : { name: text.slice(0, colon), secret: text.slice(colon + 1) };
}
