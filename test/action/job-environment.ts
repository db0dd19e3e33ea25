import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { eventFile, fileVariables } from "./job-files.ts";
import type { Step } from "./runner.ts";

/** What action.yml declares, as far as a runner acts on it. */
export const action = z.object({
  inputs: z.record(z.string(), z.object({ default: z.string() })),
  outputs: z.record(z.string(), z.unknown()),
  runs: z.object({ using: z.literal("node24"), main: z.string(), post: z.string() }),
});
export type Action = z.infer<typeof action>;

/** Nobody listens there: whatever asks GitHub although its test gave it no stand-in, gets no answer. */
const nowhere = "http://127.0.0.1:2";

/** The job's own token, where a step names none. */
export const jobToken = "ghs_0123456789abcdefghijklmnopqrstuvwxyz";

/** Inputs keep their dashes in the environment; those that a step does not set have their defaults. */
export function inputVariables({ inputs }: Action, { with: given = {}, token }: Step): Record<string, string> {
  const unknown = Object.keys(given).filter((name) => !(name in inputs));
  if (unknown.length > 0) throw new Error(`action.yml has no input ${unknown.join(", ")}`);
  const values = Object.entries(inputs).map(([name, input]) => [name, given[name] ?? evaluated(input.default, token)] as const);
  return Object.fromEntries(values.map(([name, value]) => [`INPUT_${name.replaceAll(" ", "_").toUpperCase()}`, value]));
}

/** The one expression that a default of ours needs. */
function evaluated(text: string, token = jobToken): string {
  const value = text.replaceAll("${{ github.token }}", token);
  if (value.includes("${{")) throw new Error(`A default of action.yml has an expression that this runner does not know: ${text}`);
  return value;
}

/** The variables that a runner on Linux sets for a push to main: https://docs.github.com/actions/reference/variables-reference */
export async function jobVariables({ workspace }: Step, folder: string): Promise<Record<string, string>> {
  const sha = await headOf(workspace);
  return {
    ...{ PATH: process.env.PATH ?? "", HOME: folder, TMPDIR: folder, CI: "true", GITHUB_ACTIONS: "true" },
    ...{ GITHUB_ACTION: "__landfall_landfall", GITHUB_ACTION_REPOSITORY: "landfall/landfall", GITHUB_ACTION_REF: "v1" },
    ...{ GITHUB_ACTOR: "ann", GITHUB_ACTOR_ID: "1001", GITHUB_TRIGGERING_ACTOR: "ann" },
    ...{ GITHUB_SERVER_URL: "https://github.com", GITHUB_API_URL: nowhere, GITHUB_GRAPHQL_URL: `${nowhere}/graphql` },
    ...{ GITHUB_REPOSITORY: "acme/app", GITHUB_REPOSITORY_OWNER: "acme", GITHUB_REPOSITORY_ID: "2002" },
    ...{ GITHUB_RUN_ID: "4711", GITHUB_RUN_NUMBER: "17", GITHUB_RUN_ATTEMPT: "2", GITHUB_JOB: "deploy" },
    ...{ GITHUB_WORKFLOW: "Deploy", GITHUB_WORKFLOW_REF: "acme/app/.github/workflows/deploy.yml@refs/heads/main" },
    ...{ GITHUB_SHA: sha, GITHUB_WORKFLOW_SHA: sha, GITHUB_REF: "refs/heads/main", GITHUB_REF_NAME: "main" },
    ...{ GITHUB_REF_TYPE: "branch", GITHUB_REF_PROTECTED: "true", GITHUB_HEAD_REF: "", GITHUB_BASE_REF: "" },
    ...{ GITHUB_EVENT_NAME: "push", GITHUB_EVENT_PATH: eventFile(folder), GITHUB_WORKSPACE: workspace },
    ...{ RUNNER_NAME: "GitHub Actions 7", RUNNER_OS: "Linux", RUNNER_ARCH: "X64", RUNNER_ENVIRONMENT: "github-hosted" },
    ...{ RUNNER_TEMP: folder, RUNNER_TOOL_CACHE: join(folder, "tools"), RUNNER_WORKSPACE: folder },
    ...fileVariables(folder),
  };
}

const run = promisify(execFile);

/** The commit that is checked out; zeros where there is none. */
const headOf = (workspace: string): Promise<string> =>
  run("git", ["-C", workspace, "rev-parse", "HEAD"]).then(
    ({ stdout }) => stdout.trim(),
    () => "0".repeat(40),
  );
