import { type Document, isScalar } from "yaml";
import type { Problem } from "../problem.ts";
import { type Position, positionFinder, type SourceFile } from "../source.ts";
import { DocumentReader } from "./document.ts";
import { syntaxFault } from "./syntax.ts";
import { parseText } from "./syntax-tree.ts";
import type { MapTree, Tree } from "./tree.ts";

/** A file that was read; problems stand instead of the tree. */
type Reading = { readonly tree: MapTree; readonly warnings: readonly Problem[] } | { readonly problems: readonly Problem[] };

/** More values than any deploy.yml holds; a few nested aliases can stand for billions. */
const maxValues = 200_000;

/** Reads one YAML file as Ruby would; only the first document of a stream counts, as in Ruby. */
export function readYaml(source: SourceFile): Reading {
  const find = positionFinder(source);
  const problem = (offset: number, message: string, hint?: string): Problem => at(find(offset), message, hint);
  const odd = oddCharacter(source.text);
  if (odd !== undefined) return { problems: [problem(odd.offset, odd.message, odd.hint)] };
  const { document, error, offsetOf } = parseText(source.text);
  if (error !== undefined) {
    const { offset, message, hint } = syntaxFault(error, document, source.text);
    return { problems: [problem(offset, message, hint)] };
  }
  if (document === undefined || isEmpty(document)) return { problems: [problem(0, "is empty", emptyHint)] };
  const reader = new DocumentReader((offset) => find(offsetOf(offset)));
  const tree = reader.read(document);
  return reader.problems.length > 0 ? { problems: reader.problems } : asMap(tree, reader.warnings);
}

const emptyHint =
  "A deploy.yml needs at least service, image, servers, registry and builder; a destination's file that changes nothing holds {}.";

interface Oddity {
  readonly offset: number;
  readonly message: string;
  readonly hint: string;
}

/** Characters that no one sees, and over which readers of YAML disagree: Ruby ends a line at each of the second kind. */
function oddCharacter(text: string): Oddity | undefined {
  const offset = text.search(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029]|\r(?!\n)/);
  if (offset === -1) return undefined;
  const character = text.charAt(offset);
  return /[\x85\u2028\u2029\r]/.test(character)
    ? { offset, message: "holds an invisible line break", hint: "Put an ordinary one there, or remove it." }
    : { offset, message: "holds a control character, which YAML does not allow", hint: "Is this a text file?" };
}

function asMap(tree: Tree, warnings: readonly Problem[]): Reading {
  if (tree.kind !== "map")
    return {
      problems: [
        at(tree.at(), `holds ${tree.kind === "list" ? "a list" : "a single value"}, where keys such as \`service:\` should be`),
      ],
    };
  if (tree.size > maxValues)
    return { problems: [at(tree.at(), `holds more than ${maxValues} values, counting what its aliases stand for`)] };
  return { tree, warnings };
}

const isEmpty = ({ contents }: Document): boolean =>
  contents === null || (isScalar(contents) && (contents.value === "" || contents.value === null));

function at({ file, line, column }: Position, message: string, hint?: string): Problem {
  return { file, line, column, path: "", message, hint };
}
