import type { Role } from "../config.ts";
import { primaryRoleName } from "../resolve/roles.ts";
import type { RawConfig } from "../schema/root.ts";
import type { Finding } from "./findings.ts";

/** Roles need servers, and the primary role must be one of them. */
export function checkRoles(raw: RawConfig, roles: readonly Role[]): readonly Finding[] {
  if (raw.servers === undefined)
    return Object.keys(raw.accessories ?? {}).length > 0
      ? []
      : [{ path: ["servers"], message: "No servers or accessories specified", hint: elsewhere }];
  const name = primaryRoleName(raw);
  const primary = roles.find((role) => role.name === name);
  if (primary === undefined) return [missingPrimary(raw, name, roles)];
  if (primary.hosts.length === 0)
    return [{ path: path(raw, name), message: `No servers specified for the ${name} primary_role` }];
  if (raw.allow_empty_roles === true) return [];
  return roles.filter((role) => role.hosts.length === 0).map((role) => emptyRole(raw, role));
}

const elsewhere = "Do they stand in the file of a destination? Name it with -d, or with the action's input `destination`.";

/** Where a role stands: a plain list of servers has no key for it. */
export const path = ({ servers }: RawConfig, role: string): readonly string[] =>
  Array.isArray(servers) ? ["servers"] : ["servers", role];

function missingPrimary(raw: RawConfig, name: string, roles: readonly Role[]): Finding {
  const known = roles.map((role) => role.name).join(", ");
  return {
    path: [raw.primary_role === undefined ? "servers" : "primary_role"],
    message: `The primary_role ${name} isn't defined`,
    hint: `Roles in this file: ${known || "none"}. Set primary_role to one of them.`,
  };
}

function emptyRole(raw: RawConfig, { name }: Role): Finding {
  return {
    path: path(raw, name),
    message: `No servers specified for the ${name} role. You can ignore this with allow_empty_roles: true`,
  };
}
