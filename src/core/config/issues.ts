import type { z } from "zod";
import { hintFor, unknownKeyHint } from "./hints.ts";
import type { Problem } from "./problem.ts";
import { keyPosition, type MapTree, type Path, positionAt, treeAt } from "./yaml/tree.ts";

type Issue = z.core.$ZodIssue;

/** The schema's complaints as problems that point into the file which holds the value. */
export function schemaProblems(issues: readonly Issue[], tree: MapTree): Problem[] {
  return issues.flatMap((issue) => issueProblems(issue, [], tree));
}

function issueProblems(issue: Issue, parents: Path, tree: MapTree): Problem[] {
  const path = [...parents, ...issue.path];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(path, key, tree));
    case "invalid_union": {
      const meant = meantBranch(issue.errors, treeAt(tree, path)?.kind === "scalar");
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
function meantBranch(branches: readonly (readonly Issue[])[], scalar: boolean): readonly Issue[] | undefined {
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
  return { ...positionAt(tree, path), path: path.join("/"), message, hint: hintFor(path) };
}
