import type { Effects } from "../engine/execute.ts";

/** Who looks after what a run stands on. */
export interface Guard extends Required<Pick<Effects, "ready" | "started" | "settled">> {
  /** Nothing more is done once it aborts, not even clean-ups. */
  readonly halt: AbortSignal;
}

export const noGuard: Guard = { ready: async () => {}, started: () => {}, settled: () => {}, halt: new AbortController().signal };
