import type { CommandResult } from "../../secrets/evaluate.ts";
import type { Problem } from "../problem.ts";
import { positionFinder, type SourceFile } from "../source.ts";
import { fillWithoutRuby, tagsForRuby, unsetVariables } from "./built-in.ts";
import type { Environment, ExpressionWorld } from "./evaluation.ts";
import { type ErbFile, type Piece, piecesOf, type Tag } from "./pieces.ts";
import { rubyProgram } from "./program.ts";
import { renderedFile } from "./rendering.ts";
import { readReport } from "./ruby-report.ts";

export interface TemplateWorld extends ExpressionWorld {
  /** Runs a Ruby program; undefined when there is no ruby. */
  readonly ruby: (program: string) => Promise<CommandResult | undefined>;
}

export type Rendering =
  | {
      readonly sources: readonly SourceFile[];
      readonly warnings: readonly Problem[];
      /** The environment as the templates leave it. */
      readonly env: Environment;
    }
  | { readonly problems: readonly Problem[] };

/**
 * Fills in the ERB of files, the first one first. What most of them hold is understood here; when one of them holds more, Ruby
 * fills in all of them, as what one sets the next one may read.
 * @param format in YAML, what stands in a comment need not be understood
 */
export async function renderTemplates(
  sources: readonly SourceFile[],
  world: TemplateWorld,
  format: "yaml" | "text" = "yaml",
): Promise<Rendering> {
  if (!sources.some(({ text }) => text.includes("<%"))) return { sources, warnings: [], env: world.env };
  const files = sources.map((source) => ({
    ...source,
    pieces: format === "yaml" ? piecesOf(source.text) : uncommented(piecesOf(source.text)),
  }));
  const endless = files.flatMap((file) => problemsAt(file, tagsOf(file, "endless"), unended));
  if (endless.length > 0) return { problems: endless };
  return files.some((file) => tagsForRuby(file).length > 0) ? renderWithRuby(files, world) : renderWithoutRuby(files, world);
}

async function renderWithoutRuby(files: readonly ErbFile[], world: ExpressionWorld): Promise<Rendering> {
  const results = [];
  for (const file of files) results.push({ file, ...(await fillWithoutRuby(file, world)) });
  const problems = results.flatMap((result) => result.problems);
  if (problems.length > 0) return { problems };
  return {
    sources: results.map(({ file, filled }) => renderedFile(file, filled)),
    warnings: results.flatMap(({ warnings }) => warnings),
    env: world.env,
  };
}

async function renderWithRuby(files: readonly ErbFile[], world: TemplateWorld): Promise<Rendering> {
  const result = await world.ruby(rubyProgram(files));
  if (result === undefined) return { problems: files.flatMap((file) => problemsAt(file, tagsForRuby(file), rubyless)) };
  const report = readReport(files, result);
  if ("problem" in report) return { problems: [report.problem] };
  const env = { ...world.env, ...report.changes };
  const results = files.map((file, index) => ({ file, filled: report.files[index] ?? [] }));
  const warnings = await Promise.all(results.map(({ file, filled }) => unsetVariables(file, filled, { ...world, env })));
  return { sources: results.map(({ file, filled }) => renderedFile(file, filled)), warnings: warnings.flat(), env };
}

const uncommented = (pieces: readonly Piece[]): readonly Piece[] =>
  pieces.map((piece) => ("text" in piece ? piece : { ...piece, commented: false }));

const tagsOf = ({ pieces }: ErbFile, kind: Tag["kind"]): readonly Tag[] =>
  pieces.flatMap((piece) => (!("text" in piece) && piece.kind === kind ? [piece] : []));

function problemsAt(
  file: ErbFile,
  tags: readonly Tag[],
  inWords: (tag: Tag) => { readonly message: string; readonly hint: string },
): readonly Problem[] {
  const position = positionFinder(file);
  return tags.map((tag) => ({ ...position(tag.codeAt), path: "", ...inWords(tag) }));
}

const unended = () => ({ message: "this tag has no end", hint: "It ends at %>." });

const rubyless = ({ code }: Tag) => ({
  message: `it takes Ruby to run this, and there is no ruby on PATH: ${code.trim().split("\n")[0]}`,
  hint: `Understood without it are ${builtIn}. GitHub's Ubuntu runners have ruby; elsewhere install it before this step.`,
});

const builtIn =
  'ENV["X"], ENV.fetch("X", "default"), ||, +, a ? b : c with == or !=, "text with #{ENV["X"]}", `shell commands`, %x(shell commands), .strip, .chomp, .presence and Kamal::Utils.docker_arch';
