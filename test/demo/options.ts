import { parseArgs } from "node:util";
import type { LandfallSettings } from "../../src/core/config/config.ts";

export type EngineName = LandfallSettings["engine"];

export interface Options {
  /** What stands in front of the app on each server. */
  readonly engine: EngineName;
  /** Leave the lab up when all is told, to look around in it. */
  readonly keep: boolean;
  /** Tell people on standard error, and end with one line for programs on standard output. */
  readonly json: boolean;
}

export const USAGE = "usage: npm run demo -- [--keep] [--json] [--engine kamal-proxy|caddy]";

/** @throws Error on an option or an engine that there is not */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      engine: { type: "string", default: "kamal-proxy" },
      keep: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
  });
  const { engine, keep, json } = values;
  if (engine !== "kamal-proxy" && engine !== "caddy") throw new Error(`There is no engine "${engine}": kamal-proxy or caddy`);
  return { engine, keep, json };
}
