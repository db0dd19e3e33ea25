import * as core from "@actions/core";
import { CommanderError } from "commander";
import { InvalidInput } from "../core/config/problem.ts";
import { problemAnnotations } from "../core/report/annotations.ts";
import { explain } from "../core/report/errors.ts";
import { inert, printable } from "../core/report/printable.ts";
import { annotate } from "./annotate.ts";

/** Fail the step, and say why where people look. @param directory the project's, within the repository */
export function showFailure(error: unknown, directory: string): void {
  if (error instanceof InvalidInput) showProblems(error, directory);
  else if (error instanceof CommanderError) showMisuse(error);
  else core.setFailed(printable(explain(error).replaceAll(/^ERROR: /gm, "")));
}

/** Help that was asked for ends in an error too, without an exit code. */
function showMisuse({ exitCode, message }: CommanderError): void {
  if (exitCode !== 0) core.setFailed(printable(message.replace(/^error: /, "The input command is wrong: ")));
}

function showProblems(error: InvalidInput, directory: string): void {
  const { problems } = error;
  core.info(inert(explain(error)));
  for (const annotation of problemAnnotations(problems, directory)) annotate("error", annotation);
  const files = [...new Set(problems.map(({ file }) => file))].join(" and ");
  core.setFailed(`${problems.length === 1 ? "A problem" : `${problems.length} problems`} in ${files}. Nothing was deployed.`);
}
