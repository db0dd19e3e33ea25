/** Preloaded into the program under test: stops its process at the boundary that CHAOS_HALT names, until it is told to go on. */
import { z } from "zod";
import { boundaryIn, boundarySchema, isSameBoundary } from "./boundary.ts";

/** Without a boundary, it stops before its first word. */
export const haltSchema = z.object({ at: boundarySchema.optional(), names: z.record(z.string(), z.string()) }).readonly();
export type Halt = z.infer<typeof haltSchema>;

const { at, names } = haltSchema.parse(JSON.parse(process.env.CHAOS_HALT ?? ""));
let isDue = true;

function stop(): void {
  isDue = false;
  process.kill(process.pid, "SIGSTOP");
}

if (at === undefined) stop();
else {
  const isThere = (line: string): boolean => {
    const boundary = boundaryIn(line, names);
    return boundary !== undefined && isSameBoundary(boundary, at);
  };
  process.stderr.write = new Proxy(process.stderr.write, {
    apply(write, stream, words) {
      const done = Reflect.apply(write, stream, words);
      if (isDue && String(words[0]).split("\n").some(isThere)) stop();
      return done;
    },
  });
}
