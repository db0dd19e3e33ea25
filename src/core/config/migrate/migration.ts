import type { Problem } from "../problem.ts";
import type { SourceFile } from "../source.ts";
import { readYaml } from "../yaml/read.ts";
import { mergeTrees } from "../yaml/tree.ts";
import { hookNotes } from "./hooks.ts";
import type { LegacyFile } from "./outcome.ts";
import { outcomesOf } from "./outcomes.ts";
import { type MigratedFile, rewrite } from "./rewrite.ts";
import { type Protected, protectRuby } from "./ruby.ts";
import { type SecretSources, secretsNote } from "./secrets.ts";
import { survey } from "./survey.ts";

/** A project of MRSK, Kamal 1, or already of Kamal 2. */
export interface LegacyProject extends SecretSources {
  readonly base: SourceFile;
  readonly destinations: readonly SourceFile[];
  readonly hooks: readonly SourceFile[];
  /** The architecture of this machine, as Docker calls it. */
  readonly localArch: string;
}

export type Migration = { readonly files: readonly MigratedFile[] } | { readonly problems: readonly Problem[] };

/** Rewrites the files of MRSK and Kamal 1 for Kamal 2. All that needs no change stays as it is, byte for byte. */
export function migrateProject(project: LegacyProject): Migration {
  const readings = [project.base, ...project.destinations].map(readProtected);
  const unreadable = readings.flatMap((reading) => ("problems" in reading ? reading.problems : []));
  if (unreadable.length > 0) return { problems: unreadable };
  const [base, ...destinations] = readings.flatMap((reading) => ("file" in reading ? [reading] : []));
  if (base === undefined) return { problems: [] };
  const files = [base, ...destinations.map((destination) => over(base, destination))];
  const known = survey(
    files.map(({ file }) => file),
    project.localArch,
  );
  const rewritten = files.map(({ file, ruby }) => {
    const outcomes = outcomesOf(file, known, { othersHaveArch: haveArch(destinations) });
    const notes = file.isBase ? secretsNote(file.tree, project) : [];
    return rewrite(file, ruby, outcomes, notes);
  });
  const problems = rewritten.flatMap((result) => ("problem" in result ? [result.problem] : []));
  if (problems.length > 0) return { problems };
  return {
    files: [...rewritten.flatMap((result) => ("migrated" in result ? [result.migrated] : [])), ...project.hooks.flatMap(hook)],
  };
}

interface Read {
  readonly file: LegacyFile;
  readonly ruby: Protected;
}

function readProtected(source: SourceFile, index: number): Read | { readonly problems: readonly Problem[] } {
  const ruby = protectRuby(source);
  if (ruby === undefined)
    return {
      problems: [
        {
          file: source.path,
          line: 1,
          column: 1,
          path: "",
          message: "holds too much Ruby to be rewritten",
          hint: "Rewrite it by hand.",
        },
      ],
    };
  const template = { text: source.text, offsetOf: (offset: number) => offset };
  const hidden = { path: source.path, text: ruby.text, template };
  const reading = readYaml(hidden);
  if ("problems" in reading)
    return { problems: reading.problems.map((problem) => ({ ...problem, message: ruby.restore(problem.message) })) };
  const { tree } = reading;
  return { file: { source: hidden, tree, merged: tree, isBase: index === 0 }, ruby };
}

const over = (base: Read, { file, ruby }: Read): Read => ({
  file: { ...file, merged: mergeTrees(base.file.tree, file.tree) },
  ruby,
});

const haveArch = (destinations: readonly Read[]): boolean =>
  destinations.length > 0 &&
  destinations.every(({ file }) => {
    const builder = file.tree.entries.get("builder")?.value;
    return builder?.kind === "map" && builder.entries.has("arch");
  });

function hook(file: SourceFile): readonly MigratedFile[] {
  const notes = hookNotes(file);
  return notes.length === 0 ? [] : [{ path: file.path, changed: false, text: file.text, notes }];
}
