import * as core from "@actions/core";
import { CommanderError } from "commander";
import { InvalidInput } from "../core/config/problem.ts";
import { problemAnnotations } from "../core/report/annotations.ts";
import { explain } from "../core/report/errors.ts";
import { inert, printable } from "../core/report/printable.ts";
import { annotate } from "./annotate.ts";

/** Fail the step, and say why where people look. @param directory the project's, within the repository */
export function showFailure(error: unknown, directory: string): void {
  if (error instanceof InvalidInput) return showProblems(error, directory);
  if (!(error instanceof CommanderError)) return core.setFailed(printable(explain(error).replaceAll(/^ERROR: /gm, "")));
  if (error.exitCode !== 0) core.setFailed(printable(error.message.replace(/^error: /, "The input command is wrong: ")));
}

function showProblems(error: InvalidInput, directory: string): void {
  const { problems } = error;
  core.info(inert(explain(error)));
  for (const annotation of problemAnnotations(problems, directory)) annotate("error", annotation);
  const files = [...new Set(problems.map(({ file }) => file))].join(" and ");
  core.setFailed(`${problems.length === 1 ? "A problem" : `${problems.length} problems`} in ${files}. Nothing was deployed.`);
}
