import type { Accessory } from "../accessory.ts";
import type { Role } from "../config.ts";
import type { Host } from "../names.ts";
import type { RawConfig } from "../schema/root.ts";
import { resolveAccessories } from "./accessories.ts";
import { resolveRoles } from "./roles.ts";

/** What runs where. */
export interface Layout {
  readonly roles: readonly Role[];
  readonly accessories: readonly Accessory[];
}

/** Known before the rest is resolved, for checks that are about hosts. */
export function layoutOf(raw: RawConfig): Layout {
  const roles = resolveRoles(raw);
  return { roles, accessories: resolveAccessories(raw, roles) };
}

/** The primary role's first host; of a file that only has accessories, the first one's. */
export function primaryHost({ roles, accessories }: Layout): Host | undefined {
  return [...roles, ...accessories].flatMap(({ hosts }) => hosts)[0]?.host;
}
