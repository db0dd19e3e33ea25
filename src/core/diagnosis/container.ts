import { z } from "zod";
import type { End } from "./end.ts";
import { oneLine } from "./one-line.ts";

const text = z.string().transform(oneLine);
/** One of Docker's own. */
export const word = z.string().regex(/^[\w/-]{1,30}$/);

export const stateSchema = z.object({
  status: word,
  /** Of one that Docker has started again, 0. */
  exitCode: z.number(),
  /** Of one that Docker has started again, false. */
  oomKilled: z.boolean(),
  /** Why Docker could not start it; "" where it could. */
  error: text,
  restarts: z.number(),
  /** The most that it may use, in bytes; 0 where nothing limits it. */
  memory: z.number(),
  /** Its own files cannot be written to. */
  readOnly: z.boolean(),
  /** Docker's word, where the image has a health check of its own. */
  health: word.optional(),
  checks: z.array(z.object({ exitCode: z.number(), output: text })).default([]),
});
type State = z.infer<typeof stateSchema>;

export interface DiagnosedContainer extends Readonly<Omit<State, "exitCode">> {
  /** Of its last end; undefined where it has not ended, or nobody knows any more how it did. */
  readonly exitCode: number | undefined;
}

/** What Docker says of its state, with what it remembers of the ends before it was started again. */
export function containerOf(state: State, ends: readonly End[]): DiagnosedContainer {
  const isRunning = state.status === "running";
  const { exitCode } = ends.findLast((end) => end.exitCode !== undefined) ?? {};
  return {
    ...state,
    exitCode: isRunning ? exitCode : state.exitCode,
    oomKilled: state.oomKilled || ends.some(({ oom }) => oom),
  };
}
