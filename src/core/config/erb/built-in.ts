import type { Problem } from "../problem.ts";
import { positionFinder } from "../source.ts";
import { type ExpressionWorld, evaluate } from "./evaluation.ts";
import { type Expression, parseExpression } from "./expression.ts";
import { ExpressionError } from "./expression-error.ts";
import type { ErbFile, Piece, Tag } from "./pieces.ts";
import type { Filled } from "./rendering.ts";

interface FilledFile {
  readonly filled: readonly Filled[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** The tags of a file that only Ruby understands; what stands in a comment of YAML's need not be understood. */
export function tagsForRuby({ pieces }: ErbFile): readonly Tag[] {
  return pieces.flatMap((piece) => ("text" in piece || isPassedOver(piece) || expressionOf(piece) !== undefined ? [] : [piece]));
}

const isPassedOver = ({ kind, commented }: Tag): boolean => commented || kind === "comment";

const expressionOf = ({ kind, code }: Tag): Expression | undefined => (kind === "value" ? parseExpression(code) : undefined);

/** Fills a file in without Ruby; every tag of it is understood. */
export async function fillWithoutRuby(file: ErbFile, world: ExpressionWorld): Promise<FilledFile> {
  const position = positionFinder(file);
  const results: Result[] = [];
  for (const piece of file.pieces) results.push(await fill(piece, world));
  const placed = (remarks: readonly (Remark | undefined)[]): readonly Problem[] =>
    remarks.flatMap((remark) =>
      remark ? [{ ...position(remark.at), path: "", message: remark.message, hint: remark.hint }] : [],
    );
  return {
    filled: results.map(({ filled }) => filled),
    problems: placed(results.map(({ problem }) => problem)),
    warnings: placed(results.map(({ warning }) => warning)),
  };
}

/** The variables that Ruby found not set where it filled a file in with them. */
export async function unsetVariables(
  file: ErbFile,
  filled: readonly Filled[],
  world: ExpressionWorld,
): Promise<readonly Problem[]> {
  const blank = new Set(filled.flatMap(({ at, verbatim, text }) => (verbatim || text !== "" ? [] : [at])));
  const warnings: Problem[] = [];
  for (const piece of file.pieces) {
    if ("text" in piece || piece.commented || !blank.has(piece.at)) continue;
    const expression = expressionOf(piece);
    if (expression?.kind !== "variable" || (await evaluate(expression, world)) !== undefined) continue;
    const { at, ...words } = unset(piece);
    warnings.push({ ...positionFinder(file)(at), path: "", ...words });
  }
  return warnings;
}

interface Result {
  readonly filled: Filled;
  readonly problem?: Remark;
  readonly warning?: Remark;
}

interface Remark {
  readonly at: number;
  readonly message: string;
  readonly hint: string;
}

async function fill(piece: Piece, world: ExpressionWorld): Promise<Result> {
  if ("text" in piece) return { filled: { ...piece, verbatim: true } };
  const filled = { text: "", at: piece.at, verbatim: false };
  const expression = isPassedOver(piece) ? undefined : expressionOf(piece);
  if (expression === undefined) return { filled };
  try {
    const value = await evaluate(expression, world);
    return value === undefined ? { filled, warning: unset(piece) } : { filled: { ...filled, text: String(value) } };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { filled, problem: { at: piece.codeAt, message: error.message, hint: error.hint } };
  }
}

const unset = ({ codeAt, code }: Tag): Remark => ({
  at: codeAt,
  message: `${code.trim()} is not set, so nothing stands here`,
  hint: 'Give a default: ENV["X"] || "default".',
});
