import { z } from "zod";
import type { Host } from "../config/names.ts";
import { Refusal } from "../report/refusal.ts";
import { type Facts, factsSchema } from "./facts.ts";

const saved = z.object({ servers: z.array(factsSchema) });

/** What `landfall facts --json` printed earlier. @throws Refusal when it is something else */
export function readSavedFacts(text: string): ReadonlyMap<Host, Facts> {
  const parsed = saved.safeParse(parse(text));
  if (!parsed.success) throw new Refusal([`These are no saved facts: ${z.prettifyError(parsed.error)}`]);
  return new Map(parsed.data.servers.map((facts) => [facts.host, facts]));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(["These are no saved facts: not JSON. `landfall facts --json` prints them"]);
  }
}
