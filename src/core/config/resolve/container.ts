import type { Options } from "../config.ts";

/** Docker's restart policy apart from the other options. */
export function splitRestart(options: Options | undefined): { readonly restart: string; readonly options: Options } {
  const { restart, ...others } = options ?? {};
  return { restart: typeof restart === "string" ? restart : "unless-stopped", options: others };
}

/** Undefined for a text that says nothing. */
export const presence = (text: string | undefined): string | undefined =>
  text === undefined || text.trim() === "" ? undefined : text;
