/** The files of a project before and after a migration, by name; deploy.yml first. */
export interface MigrationCase {
  readonly before: Readonly<Record<string, string>>;
  /** Those that change. */
  readonly after: Readonly<Record<string, string>>;
  /** How the notes begin: the file, the line, the message. */
  readonly notes: readonly string[];
  /** What the Ruby in them stands for. */
  readonly ruby?: Readonly<Record<string, string>>;
}
