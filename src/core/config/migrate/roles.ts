import { entryAt } from "./entries.ts";
import { type LegacyFile, type Outcome, remove } from "./outcome.ts";
import { roles } from "./survey.ts";

/** `traefik: true` is `proxy: true`, unless the role's proxy gets settings, which say as much. */
export function migrateRoles({ tree }: LegacyFile, others: readonly Outcome[]): readonly Outcome[] {
  const withProxy = new Set(
    others.flatMap((outcome) => (outcome.kind === "set" && outcome.path[2] === "proxy" ? [outcome.path[1]] : [])),
  );
  return roles(tree).flatMap((role): readonly Outcome[] => {
    const path = ["servers", role, "traefik"];
    if (entryAt(tree, ...path) === undefined) return [];
    if (withProxy.has(role) || entryAt(tree, "servers", role, "proxy") !== undefined) return [remove(...path)];
    return [{ kind: "rename", path, to: "proxy" }];
  });
}
