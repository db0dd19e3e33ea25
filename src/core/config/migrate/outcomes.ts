import { hasLegacyKey } from "../legacy.ts";
import { hasLegacyBuilder, migrateBuilder } from "./builder.ts";
import { entriesAt, entryAt } from "./entries.ts";
import { migrateHealthchecks } from "./healthcheck.ts";
import { migrateLabels } from "./labels.ts";
import { migrateRootKeys, networkNotes } from "./leftovers.ts";
import type { LegacyFile, Outcome } from "./outcome.ts";
import { migratePorts } from "./ports.ts";
import { migrateRoles } from "./roles.ts";
import { isTraefik, labelMaps, type Survey } from "./survey.ts";
import { migrateTraefik } from "./traefik.ts";

/** What becomes of a file; nothing for one of Kamal 2. */
export function outcomesOf(
  file: LegacyFile,
  survey: Survey,
  { othersHaveArch }: { readonly othersHaveArch: boolean },
): readonly Outcome[] {
  const { tree } = file;
  const arch = file.isBase && !othersHaveArch && entryAt(tree, "builder", "arch") === undefined && !hasLegacyBuilder(tree);
  const legacy = arch || hasLegacyKey(tree) || hasTraefikLabel(file);
  if (!legacy) return migrateRootKeys(file);
  const traffic = [
    ...migrateLabels(file, survey),
    ...migratePorts(file, survey),
    ...migrateHealthchecks(file, survey),
    ...migrateTraefik(file, survey),
  ];
  return [
    ...traffic,
    ...migrateRoles(file, traffic),
    ...migrateBuilder(file, survey, { arch }),
    ...migrateRootKeys(file),
    ...networkNotes(file),
  ];
}

const hasTraefikLabel = ({ tree }: LegacyFile): boolean =>
  labelMaps(tree).some((path) => entriesAt(tree, path).some(([name]) => isTraefik(name)));
