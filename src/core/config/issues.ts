import type { z } from "zod";
import { hintFor, meantKey, unknownKeyHint } from "./hints.ts";
import type { Problem } from "./problem.ts";
import { keyPosition, type MapTree, type Path, positionAt, type Tree, treeAt } from "./yaml/tree.ts";

type Issue = z.core.$ZodIssue;

/** The schema's complaints as problems that point into the file which holds the value. */
export function schemaProblems(issues: readonly Issue[], tree: MapTree): Problem[] {
  const misspelt = new Set(issues.flatMap(meantPaths));
  const isMissing = ({ code, path }: Issue): boolean => code === "invalid_type" && treeAt(tree, path) === undefined;
  return issues
    .filter((issue) => !(isMissing(issue) && misspelt.has(issue.path.join("/"))))
    .flatMap((issue) => issueProblems(issue, [], tree));
}

/** The paths that stand in the file under a misspelt key: that they are missing need not be told too. */
const meantPaths = (issue: Issue): readonly string[] =>
  issue.code === "unrecognized_keys"
    ? issue.keys.flatMap((key) => [[...issue.path, meantKey(issue.path, key) ?? key].join("/")])
    : [];

function issueProblems(issue: Issue, parents: Path, tree: MapTree): Problem[] {
  const path = [...parents, ...issue.path];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(path, key, tree));
    case "invalid_union": {
      const meant = meantBranch(issue.errors, { scalar: treeAt(tree, path)?.kind === "scalar" });
      return meant === undefined
        ? [valueProblem(issue.message, path, tree)]
        : meant.flatMap((inner) => issueProblems(inner, path, tree));
    }
    case "invalid_key":
      return issue.issues.map((inner) => ({
        ...valueProblem(inner.message, path, tree),
        ...keyPosition(tree, path.slice(0, -1), String(path.at(-1))),
      }));
    default:
      return [valueProblem(issue.message, path, tree)];
  }
}

/** Of a union's branches, the only one whose kind of value (a list, a hash, one of some words) is the one that was written. */
function meantBranch(
  branches: readonly (readonly Issue[])[],
  { scalar }: { readonly scalar: boolean },
): readonly Issue[] | undefined {
  const kindIssues = ["invalid_type", "invalid_union", ...(scalar ? [] : ["invalid_value"])];
  const fitting = branches.filter(
    (issues) => !issues.some(({ path, code }) => path.length === 0 && kindIssues.includes(code ?? "")),
  );
  return fitting.length === 1 ? fitting[0] : undefined;
}

function unknownKey(path: Path, key: string, tree: MapTree): Problem {
  return {
    ...keyPosition(tree, path, key),
    path: path.join("/"),
    message: `unknown key: ${key}`,
    hint: unknownKeyHint(path, key),
  };
}

function valueProblem(message: string, path: Path, tree: MapTree): Problem {
  const hint = dateHint(treeAt(tree, path)) ?? hintFor(path) ?? nothingHint(treeAt(tree, path));
  return { ...positionAt(tree, path), path: path.join("/"), message, hint };
}

const dateHint = (value: Tree | undefined): string | undefined =>
  value?.kind === "scalar" && typeof value.value === "symbol" ? "YAML reads it as a date. In quotes it stays text." : undefined;

const nothingHint = (value: Tree | undefined): string | undefined =>
  value?.kind === "scalar" && value.value === null ? 'Nothing stands here. An empty text is "".' : undefined;
