import type { Problem } from "../config/problem.ts";
import { isCancelled } from "../plan/plan.ts";
import { alikeFailures, containerTitle, type Failure, failures } from "./failures.ts";
import { printable } from "./printable.ts";
import type { Report } from "./report.ts";
import { withShortCommits } from "./short-commits.ts";

/** A remark on a run's page, and beside the line of the file that it is about. Lines and columns count from 1. */
export interface Annotation {
  readonly title: string;
  readonly message: string;
  readonly file?: string;
  readonly startLine?: number;
  readonly startColumn?: number;
}

/** GitHub shows ten errors of a step; the last is left for what became of the run. */
const most = 9;

/** @param directory the project's, from the repository's root; "" if it is that */
export const problemAnnotations = (problems: readonly Problem[], directory: string): Annotation[] =>
  problems.slice(0, most).map((problem) => problemAnnotation(problem, directory));

/** The title is the key, or the file where the problem is with no key of it. */
export function problemAnnotation({ file, line, column, path, message, hint, absent }: Problem, directory: string): Annotation {
  const text = hint === undefined ? message : `${message}\n${hint}`;
  const remark = { title: printable(path === "" ? file : path), message: printable(text) };
  if (absent !== undefined) return remark;
  return {
    ...remark,
    file: directory === "" ? file : `${directory}/${file}`,
    startLine: line,
    startColumn: column,
  };
}

/** What was cancelled is no failure, and gets no remark; the same on several hosts gets one. */
export const failureAnnotations = ({ outcomes }: Pick<Report, "outcomes">): Annotation[] =>
  alikeFailures(failures(outcomes.filter((outcome) => !isCancelled(outcome))))
    .slice(0, most)
    .flatMap(([first, ...others]) => (first ? [failureAnnotation(first, others.length)] : []));

const failureAnnotation = ({ host, title, reason, container }: Failure, others: number): Annotation => ({
  title: withShortCommits(`${title} on ${host}${others > 0 ? ` and ${others} more` : ""}`),
  // A runner cuts off what is longer than 4096 characters (actions/runner, src/Runner.Worker/ExecutionContext.cs).
  message: printable(container === undefined ? reason : `${reason}\n\n${containerTitle}:\n${container}`).slice(0, 4000),
});
