import * as core from "@actions/core";
import { CommanderError } from "commander";
import { InvalidInput } from "../core/config/problem.ts";
import { problemAnnotations } from "../core/report/annotations.ts";
import { explain, reasonOf } from "../core/report/errors.ts";
import { inert, printable } from "../core/report/printable.ts";
import { inJob } from "./absent-project.ts";
import { annotate } from "./annotate.ts";

/**
 * Fail the step, and say why where people look.
 * @param directory the project's, within the repository
 * @returns the reason; undefined where nothing failed: help that was asked for ends in an error too, without an exit code
 */
export function showFailure(thrown: unknown, directory: string): string | undefined {
  if (thrown instanceof CommanderError && thrown.exitCode === 0) return undefined;
  const error = thrown instanceof InvalidInput ? inJob(thrown, directory) : thrown;
  const reason = wordsOf(error);
  if (error instanceof InvalidInput) showProblems(error, directory);
  else core.setFailed(printable(reason));
  return reason;
}

function wordsOf(error: unknown): string {
  if (error instanceof CommanderError) return error.message.replace(/^error: /, "The input command is wrong: ");
  return reasonOf(error);
}

function showProblems(error: InvalidInput, directory: string): void {
  const { problems } = error;
  core.info(inert(explain(error)));
  for (const annotation of problemAnnotations(problems, directory)) annotate("error", annotation);
  const files = [...new Set(problems.map(({ file }) => file))].join(" and ");
  core.setFailed(`${problems.length === 1 ? "A problem" : `${problems.length} problems`} in ${files}. Nothing was deployed.`);
}
