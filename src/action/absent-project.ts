import { join } from "node:path/posix";
import { InvalidInput, type Problem } from "../core/config/problem.ts";

/** The same in words for a job, where nobody has been in the wrong directory by mistake. @param directory the project's, within the workspace */
export const inJob = ({ problems, sources }: InvalidInput, directory: string): InvalidInput =>
  new InvalidInput(
    problems.map((problem) => (problem.absent === "base" ? withJobsHint(problem, directory) : problem)),
    sources,
  );

function withJobsHint(problem: Problem, directory: string): Problem {
  const place = join(directory, problem.file);
  const hint = `Looked for ${place} in the workspace. Is there an actions/checkout step before this one? Are the inputs working-directory and config-file right?`;
  return { ...problem, hint };
}
