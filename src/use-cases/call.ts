import type { Signals } from "../engine/execute.ts";
import type { Request } from "./request.ts";
import type { Watcher } from "./watcher.ts";

/** One call of Landfall: what was asked for, who follows it, and how it is stopped. */
export interface Call {
  readonly request: Request;
  readonly watcher: Watcher;
  readonly signals: Signals;
}
