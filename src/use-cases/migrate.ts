import { type LegacyFiles, readLegacyFiles, replaceFile } from "../adapters/legacy-files.ts";
import { migrateProject } from "../core/config/migrate/migration.ts";
import { InvalidInput, type Sources } from "../core/config/problem.ts";
import type { MigrationReport } from "../core/report/migration.ts";
import { Refusal } from "../core/report/refusal.ts";
import type { Request } from "./request.ts";

/**
 * Rewrites deploy.yml and its destinations' files for Kamal 2, in memory or on disk.
 * @throws InvalidInput when a file cannot be rewritten: then none is
 * @throws Refusal when there is nothing to write
 */
export async function migrate(
  { directory, configFile }: Pick<Request, "directory" | "configFile">,
  { write }: { readonly write: boolean },
): Promise<MigrationReport> {
  const legacy = await readLegacyFiles(directory, configFile);
  const before = sourcesOf(legacy);
  const migration = migrateProject({ ...legacy, localArch: process.arch === "arm64" ? "arm64" : "amd64" });
  if ("problems" in migration) throw new InvalidInput(migration.problems, before);
  const { files } = migration;
  const changed = files.filter((file) => file.changed);
  if (write && changed.length === 0) throw new Refusal([`There is nothing to migrate in ${configFile}`]);
  if (write) for (const file of changed) await replaceFile(directory, file);
  return { files, before, written: write };
}

const sourcesOf = ({ base, destinations, hooks }: LegacyFiles): Sources =>
  new Map([base, ...destinations, ...hooks].map(({ path, text }) => [path, text]));
