import { type Document, isScalar, parseAllDocuments, type YAMLError } from "yaml";
import type { Problem } from "../problem.ts";
import { type Position, positionFinder, type SourceFile } from "../source.ts";
import { DocumentReader } from "./document.ts";
import type { MapTree, Tree } from "./tree.ts";

/** A file that was read; problems stand instead of the tree. */
export type Reading =
  | { readonly tree: MapTree; readonly warnings: readonly Problem[] }
  | { readonly problems: readonly Problem[] };

/** More values than any deploy.yml holds; a few nested aliases can stand for billions. */
const maxValues = 200_000;

/** Reads one YAML file as Ruby would; only the first document of a stream counts, as in Ruby. */
export function readYaml(source: SourceFile): Reading {
  const position = positionFinder(source);
  const problem = (offset: number, message: string, hint?: string): Problem => at(position(offset), message, hint);
  const invisible = source.text.search(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/);
  if (invisible !== -1)
    return { problems: [problem(invisible, "holds a control character, which YAML does not allow", "Is this a text file?")] };
  const [document] = parseDocuments(source.text);
  if (document === undefined || isEmpty(document))
    return { problems: [problem(0, "is empty", "A deploy.yml needs at least service, image, servers, registry and builder.")] };
  const [error] = document.errors;
  if (error !== undefined) return { problems: [syntaxProblem(error, problem)] };
  const reader = new DocumentReader(position);
  const tree = reader.read(document);
  return reader.problems.length > 0 ? { problems: reader.problems } : asMap(tree, reader.warnings);
}

function asMap(tree: Tree, warnings: readonly Problem[]): Reading {
  if (tree.kind !== "map")
    return {
      problems: [
        at(tree.at, `holds ${tree.kind === "list" ? "a list" : "a single value"}, where keys such as \`service:\` should be`),
      ],
    };
  if (tree.size > maxValues)
    return { problems: [at(tree.at, `stands for more than ${maxValues} values once its aliases are written out`)] };
  return { tree, warnings };
}

/** Failsafe: every scalar stays text, since Psych's rules are not the library's. */
function parseDocuments(text: string): readonly Document[] {
  const documents = parseAllDocuments(text, {
    version: "1.1",
    schema: "failsafe",
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  return Array.isArray(documents) ? documents : [];
}

function isEmpty({ contents, errors }: Document): boolean {
  return errors.length === 0 && (contents === null || (isScalar(contents) && (contents.value === "" || contents.value === null)));
}

function at({ file, line, column }: Position, message: string, hint?: string): Problem {
  return { file, line, column, path: "", message, hint };
}

function syntaxProblem(error: YAMLError, problem: (offset: number, message: string, hint?: string) => Problem): Problem {
  const [offset] = error.pos;
  switch (error.code) {
    case "TAB_AS_INDENT":
      return problem(offset, "is indented with a tab", "YAML indents with spaces only.");
    case "RESOURCE_EXHAUSTION":
      return problem(offset, "is nested too deeply");
    case "BLOCK_AS_IMPLICIT_KEY":
      return problem(
        offset,
        "two keys on one line, or a line that is indented too far",
        'A value that contains ": " needs quotes.',
      );
    case "BAD_SCALAR_START":
      return problem(offset, lowerFirst(error.message), "Put the value in quotes.");
    case "MISSING_CHAR":
      return problem(
        offset,
        error.message.startsWith("Missing closing") ? "a quote before this place is not closed" : lowerFirst(error.message),
      );
    default:
      return problem(offset, lowerFirst(error.message));
  }
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
