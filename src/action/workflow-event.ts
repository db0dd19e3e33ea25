import { readFile } from "node:fs/promises";
import { parseJson } from "../core/json.ts";
import type { WorkflowEvent } from "../core/preview/event.ts";

/**
 * As the runner hands it on: docs.github.com/actions/reference/variables-reference. It does not say what environment its job has.
 * @param environment of the inputs
 */
export async function workflowEvent(environment: string): Promise<WorkflowEvent> {
  const { GITHUB_EVENT_NAME: name = "", GITHUB_EVENT_PATH: path } = process.env;
  return { name, payload: path ? parseJson(await readFile(path, "utf8")) : undefined, environment };
}
