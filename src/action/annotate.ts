import * as core from "@actions/core";
import type { Annotation } from "../core/report/annotations.ts";

/** Show a remark in the log, on the run's page, and beside the line that it is about. */
export function annotate(level: "error" | "warning", { message, ...properties }: Annotation): void {
  if (level === "error") core.error(message, properties);
  else core.warning(message, properties);
}
