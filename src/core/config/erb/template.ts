import type { Problem } from "../problem.ts";
import { positionFinder, type SourceFile, type Template } from "../source.ts";
import { type Environment, ExpressionError, evaluateExpression, supported } from "./expression.ts";
import { type Piece, piecesOf, type Tag } from "./pieces.ts";

export type Rendering =
  | { readonly source: SourceFile; readonly warnings: readonly Problem[] }
  | { readonly problems: readonly Problem[] };

interface Stretch {
  readonly text: string;
  readonly at: number;
  readonly verbatim: boolean;
}

/** Fills in the ERB of a file, for the part of Ruby that stands in most of them; `env` is all it sees. */
export function renderTemplate(file: SourceFile, env: Environment): Rendering {
  const position = positionFinder(file);
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  const say = (list: Problem[], at: number, message: string, hint: string) =>
    list.push({ ...position(at), path: "", message, hint });
  const stretches = piecesOf(file.text).map(stretch);
  if (problems.length > 0) return { problems };
  return {
    source: { path: file.path, text: stretches.map(({ text }) => text).join(""), template: templateOf(file.text, stretches) },
    warnings,
  };

  function stretch(piece: Piece): Stretch {
    if ("text" in piece) return { ...piece, verbatim: true };
    return { text: rendered(piece) ?? "", at: piece.at, verbatim: false };
  }

  function rendered(tag: Tag): string | undefined {
    if (tag.kind === "comment") return undefined;
    try {
      if (tag.kind === "statement") throw new ExpressionError(`this Ruby is not supported: ${tag.code.trim()}`, supported);
      const value = evaluateExpression(tag.code, env);
      if (value === undefined)
        say(
          warnings,
          tag.codeAt,
          `${tag.code.trim()} is not set, so nothing stands here`,
          'Give a default: ENV["X"] || "default".',
        );
      return value;
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      say(problems, tag.codeAt, error.message, error.hint);
      return undefined;
    }
  }
}

function templateOf(text: string, stretches: readonly Stretch[]): Template {
  let length = 0;
  const ends = stretches.map((stretch) => {
    length += stretch.text.length;
    return { ...stretch, start: length - stretch.text.length, end: length };
  });
  return {
    text,
    offsetOf: (offset) => {
      const found = ends.find(({ end }) => offset < end) ?? ends.at(-1);
      if (found === undefined) return 0;
      return found.verbatim ? found.at + offset - found.start : found.at;
    },
  };
}
