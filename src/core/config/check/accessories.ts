import type { Accessory } from "../accessory.ts";
import type { Role } from "../config.ts";
import type { Layout } from "../resolve/layout.ts";
import type { RawAccessory } from "../schema/accessories.ts";
import type { RawConfig } from "../schema/root.ts";
import { safeName } from "../schema/value.ts";
import type { Finding } from "./findings.ts";

/** Accessories may name roles, which must exist; their containers need names that Docker takes. */
export function checkAccessories(raw: RawConfig, { roles, accessories }: Layout): readonly Finding[] {
  return accessories.flatMap((accessory) => {
    const written = raw.accessories?.[accessory.name];
    return written === undefined ? [] : [...unknownRoles(accessory, written, roles), ...unsafeService(accessory)];
  });
}

function unknownRoles({ name }: Accessory, written: RawAccessory, roles: readonly Role[]): readonly Finding[] {
  const known = roles.map((role) => role.name);
  const hint = `Roles in this file: ${known.join(", ") || "none"}.`;
  const wrong = (written.roles ?? []).filter((role) => !known.includes(role));
  if (wrong.length > 0) return [{ path: ["accessories", name, "roles"], message: `unknown roles ${wrong.join(", ")}`, hint }];
  if (written.role === undefined || known.includes(written.role)) return [];
  return [{ path: ["accessories", name, "role"], message: `unknown role ${written.role}`, hint }];
}

function unsafeService({ name, service }: Accessory): readonly Finding[] {
  return safeName.test(service)
    ? []
    : [
        {
          path: ["accessories", name, "service"],
          message: "should hold letters, digits, hyphens, dots and underscores only, to name a container",
        },
      ];
}
