import type { Request } from "./request.ts";
import type { Watcher } from "./watcher.ts";

/** One call of Landfall: what was asked for, who follows it, and how it is stopped. */
export interface Call {
  readonly request: Request;
  readonly watcher: Watcher;
  /** Aborts when the run is to stop at the next safe point, undo what it changed and give back what it took. */
  readonly cancel: AbortSignal;
}
