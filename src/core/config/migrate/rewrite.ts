import type { Problem } from "../problem.ts";
import { positionFinder } from "../source.ts";
import { applyChange, type Placement } from "../yaml/edit/apply.ts";
import type { Change } from "../yaml/edit/change.ts";
import { readYaml } from "../yaml/read.ts";
import { positionAt } from "../yaml/tree.ts";
import type { LegacyFile, Note, Outcome } from "./outcome.ts";
import type { Protected } from "./ruby.ts";

export interface MigratedFile {
  readonly path: string;
  readonly changed: boolean;
  readonly text: string;
  readonly notes: readonly Note[];
}

type Rewritten = { readonly migrated: MigratedFile } | { readonly problem: Problem };

/** New settings stand where those were that they replace. */
const placement: Placement = {
  proxy: { before: ["traefik", "healthcheck"], after: "servers" },
  deploy_timeout: { before: ["healthcheck"] },
  options: { before: ["healthcheck"] },
  arch: { before: ["multiarch", "local", "remote"] },
  local: { after: "remote" },
};

const byHand = "Change this part by hand, then call `landfall config migrate` again.";

/** Applies changes to a file's text, or says why one cannot be. */
export function rewrite(file: LegacyFile, ruby: Protected, outcomes: readonly Outcome[], further: readonly Note[]): Rewritten {
  let { text } = file.source;
  for (const change of inOrder(outcomes)) {
    const next = applyChange(text, change, placement);
    if (next === undefined) return { problem: elsewhere(file, change) };
    const block = ruby.blockAt(text, firstDifference(text, next)) ?? ruby.lostFrom(next);
    if (block !== undefined) return { problem: inRuby(file, block) };
    text = next;
  }
  const [broken] = problemsOf({ ...file.source, text });
  if (broken) return { problem: invalid(file, { ...broken, message: ruby.restore(broken.message) }) };
  const restored = ruby.restore(text);
  const notes = [...outcomes.flatMap((outcome) => (outcome.kind === "note" ? [outcome] : [])), ...further];
  return {
    migrated: {
      ...{ path: file.source.path, changed: text !== file.source.text, text: restored },
      notes: unique(notes.map(({ line, message }) => ({ line, message: ruby.restore(message) }))),
    },
  };
}

/** Settings first, so that they stand where the old ones are; the first of two for one place wins. */
function inOrder(outcomes: readonly Outcome[]): readonly Change[] {
  const changes = outcomes.flatMap((outcome) => (outcome.kind === "note" ? [] : [outcome]));
  const rank = { set: 0, rename: 1, remove: 2 };
  const places = changes.map(({ path }) => path.join("/"));
  return changes
    .filter(({ kind, path }, index) => kind !== "set" || places.indexOf(path.join("/")) === index)
    .toSorted((a, b) => rank[a.kind] - rank[b.kind]);
}

const unique = (notes: readonly Note[]): readonly Note[] =>
  notes
    .filter(({ message }, index) => notes.findIndex((other) => other.message === message) === index)
    .toSorted((a, b) => a.line - b.line);

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}

function problemsOf(source: LegacyFile["source"]): readonly Problem[] {
  const reading = readYaml({ path: source.path, text: source.text });
  return "problems" in reading ? reading.problems : [];
}

function elsewhere({ tree }: LegacyFile, { path }: Change): Problem {
  const message = "comes from an alias or a merge key, so it cannot be rewritten here";
  return { ...positionAt(tree, path), path: path.join("/"), message, hint: byHand };
}

/** Such as an alias whose anchor stood in a part that is gone. */
function invalid({ tree }: LegacyFile, { path, message }: Problem): Problem {
  return { ...positionAt(tree, path.split("/")), path, message: `would no longer be valid: ${message}`, hint: byHand };
}

function inRuby({ source }: LegacyFile, offset: number): Problem {
  const place = positionFinder(source)(offset);
  return { ...place, path: "", message: "this Ruby decides over a part that has to change", hint: byHand };
}
