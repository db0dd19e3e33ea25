import type { Problem, Sources } from "../config/problem.ts";
import { printable } from "./printable.ts";

/** Problems as a person reads them: the place, the message, the line with a caret beneath, the hint. */
export function describeProblems(problems: readonly Problem[], sources: Sources): string {
  const lines = new Map([...sources].map(([file, text]) => [file, text.split(/\r?\n/)]));
  return problems.map((problem) => describe(problem, lines.get(problem.file)?.[problem.line - 1])).join("\n\n");
}

function describe({ file, line, column, path, message, hint }: Problem, text: string | undefined): string {
  const shown = text === undefined || text.trim() === "" ? [] : excerpt(text, line, column);
  return [
    printable(`${file}:${line}:${column}  ${path === "" ? "" : `${path}: `}${message}`),
    ...shown,
    ...(hint === undefined ? [] : [printable(`  hint: ${hint}`)]),
  ].join("\n");
}

/** What steers a terminal, in a file that is perhaps no text; each stays one character wide for the caret. */
const unseen = /[^\P{C}\t]/gu;

/** Long lines are cut around the column; tabs stay tabs, so that the caret stands right. */
function excerpt(text: string, line: number, column: number): readonly string[] {
  const start = column > 100 ? column - 40 : 0;
  const part = text.slice(start, start + 120);
  const indent = part.slice(0, column - 1 - start).replace(/[^\t]/g, " ");
  const number = String(line);
  return [`  ${number} | ${part.replace(unseen, "\ufffd")}`, `  ${" ".repeat(number.length)} | ${indent}^`];
}
