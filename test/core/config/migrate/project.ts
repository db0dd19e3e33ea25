import { basename } from "node:path/posix";
import { type LegacyProject, type Migration, migrateProject } from "../../../../src/core/config/migrate/migration.ts";
import type { MigratedFile } from "../../../../src/core/config/migrate/rewrite.ts";
import type { SourceFile } from "../../../../src/core/config/source.ts";

type Files = Readonly<Record<string, string>>;

/** Migrates files by name, deploy.yml first, in a project that has its secrets already. */
export function migrateFiles(files: Files, over: Partial<LegacyProject> = {}): Migration {
  const [base, ...destinations] = Object.entries(files).map(([name, text]): SourceFile => ({ path: `config/${name}`, text }));
  if (base === undefined) throw new TypeError("there is no file");
  return migrateProject({
    ...{ base, destinations, hooks: [], envFiles: [], secretsFile: true, localArch: "amd64" },
    ...over,
  });
}

export function migrated(files: Files, over: Partial<LegacyProject> = {}): readonly MigratedFile[] {
  const migration = migrateFiles(files, over);
  if ("problems" in migration) throw new Error(migration.problems.map(({ line, message }) => `${line}: ${message}`).join("\n"));
  return migration.files;
}

/** `deploy.yml:3 message`, for each note. */
export const notesOf = (files: readonly MigratedFile[]): readonly string[] =>
  files.flatMap(({ path, notes }) => notes.map(({ line, message }) => `${basename(path)}:${line} ${message}`));

/** The files by name. */
export const textsOf = (files: readonly MigratedFile[]): Files =>
  Object.fromEntries(files.map(({ path, text }) => [basename(path), text]));
