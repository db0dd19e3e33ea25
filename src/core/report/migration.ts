import type { Note } from "../config/migrate/outcome.ts";
import type { MigratedFile } from "../config/migrate/rewrite.ts";
import type { Sources } from "../config/problem.ts";
import { lineChanges } from "./line-changes.ts";

export interface MigrationReport {
  readonly files: readonly MigratedFile[];
  /** The files as they were. */
  readonly before: Sources;
  readonly written: boolean;
}

const onServers = `The servers still run Traefik, and their accessories are not in Docker's network kamal. \`kamal upgrade\` of Kamal 2 changes
both, with a short downtime; or remove Traefik right before the first deploy: docker rm --force traefik`;

/** What a migration changes, line by line, and what it leaves to a person. */
export function describeMigration({ files, before, written }: MigrationReport): string {
  const shown = files.filter(({ changed, notes }) => changed || notes.length > 0);
  const changed = files.some((file) => file.changed);
  const parts = shown.map((file) => describeFile(file, before.get(file.path) ?? ""));
  if (!changed) return [...parts, `There is nothing to migrate in ${files[0]?.path ?? "these files"}.`].join("\n\n");
  return [...parts, onServers, written ? "The files are written." : "Nothing is written yet: --write does it."].join("\n\n");
}

function describeFile({ path, text, notes }: MigratedFile, before: string): string {
  const changes = lineChanges(before, text).map((change) =>
    change.kind === "removed" ? `  ${gutter(change.line)} - ${change.text}` : `  ${gutter("")} + ${change.text}`,
  );
  return [path, ...changes, ...notes.flatMap(describeNote)].join("\n");
}

const gutter = (line: number | ""): string => String(line).padStart(4);

const describeNote = ({ line, message }: Note): readonly string[] => {
  const [first = "", ...more] = message.split("\n");
  return [`  line ${line}: ${first}`, ...more.map((text) => `    ${text}`)];
};
