import type { Problem } from "../problem.ts";
import { positionFinder, type SourceFile, type Template } from "../source.ts";
import { type Environment, ExpressionError, evaluateExpression, unsupported } from "./expression.ts";
import { type Piece, piecesOf, type Tag } from "./pieces.ts";

export type Rendering =
  | { readonly source: SourceFile; readonly warnings: readonly Problem[] }
  | { readonly problems: readonly Problem[] };

/** A piece filled in; what a tag made is not verbatim, and points to the tag as a whole. */
interface Filled {
  readonly text: string;
  readonly at: number;
  readonly verbatim: boolean;
  readonly problem?: Remark;
  readonly warning?: Remark;
}

interface Remark {
  readonly at: number;
  readonly message: string;
  readonly hint: string;
}

/** Fills in the ERB of a file, for the part of Ruby that stands in most of them; `env` is all it sees. */
export function renderTemplate(file: SourceFile, env: Environment): Rendering {
  const position = positionFinder(file);
  const filled = piecesOf(file.text).map((piece) => fill(piece, env));
  const place = ({ at, message, hint }: Remark): Problem => ({ ...position(at), path: "", message, hint });
  const problems = filled.flatMap(({ problem }) => (problem === undefined ? [] : [place(problem)]));
  if (problems.length > 0) return { problems };
  const warnings = filled.flatMap(({ warning }) => (warning === undefined ? [] : [place(warning)]));
  const text = filled.map((piece) => piece.text).join("");
  return { source: { path: file.path, text, template: templateOf(file.text, filled) }, warnings };
}

function fill(piece: Piece, env: Environment): Filled {
  if ("text" in piece) return { ...piece, verbatim: true };
  const made = { text: "", at: piece.at, verbatim: false };
  if (piece.kind === "comment") return made;
  try {
    const value = tagValue(piece, env);
    return value === undefined ? { ...made, warning: unset(piece) } : { ...made, text: value };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { ...made, problem: { at: piece.codeAt, message: error.message, hint: error.hint } };
  }
}

function tagValue({ kind, code }: Tag, env: Environment): string | undefined {
  if (kind === "statement") throw unsupported(code);
  return evaluateExpression(code, env);
}

function unset({ codeAt, code }: Tag): Remark {
  return {
    at: codeAt,
    message: `${code.trim()} is not set, so nothing stands here`,
    hint: 'Give a default: ENV["X"] || "default".',
  };
}

/** Leads from the rendered text back to the template. */
function templateOf(text: string, filled: readonly Filled[]): Template {
  let end = 0;
  const stretches = filled.map((piece) => {
    const start = end;
    end += piece.text.length;
    return { ...piece, start, end };
  });
  return {
    text,
    offsetOf: (offset) => {
      const found = stretches.find((stretch) => offset < stretch.end) ?? stretches.at(-1);
      if (found === undefined) return 0;
      return found.verbatim ? found.at + offset - found.start : found.at;
    },
  };
}
