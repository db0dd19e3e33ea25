import type { Problem, Sources } from "../config/problem.ts";

/** Problems as a person reads them: the place, the message, the line with a caret beneath, the hint. */
export function describeProblems(problems: readonly Problem[], sources: Sources): string {
  return problems.map((problem) => describe(problem, sources.get(problem.file))).join("\n\n");
}

function describe({ file, line, column, path, message, hint }: Problem, source: string | undefined): string {
  const text = source?.split(/\r?\n/)[line - 1];
  const shown = text === undefined || text.trim() === "" ? [] : excerpt(text, line, column);
  return [
    `${file}:${line}:${column}  ${path === "" ? "" : `${path}: `}${message}`,
    ...shown,
    ...(hint === undefined ? [] : [`  hint: ${hint}`]),
  ].join("\n");
}

/** Long lines are cut around the column; tabs stay tabs, so that the caret stands right. */
function excerpt(text: string, line: number, column: number): readonly string[] {
  const start = column > 100 ? column - 40 : 0;
  const part = text.slice(start, start + 120);
  const indent = part.slice(0, column - 1 - start).replace(/[^\t]/g, " ");
  const number = String(line);
  return [`  ${number} | ${part}`, `  ${" ".repeat(number.length)} | ${indent}^`];
}
