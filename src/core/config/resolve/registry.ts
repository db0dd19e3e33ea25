import type { Credential, Registry } from "../config.ts";
import { isLocalRegistry } from "../schema/registry.ts";
import type { RawConfig } from "../schema/root.ts";

/** A registry on localhost has no login, whatever the file says. */
export function resolveRegistry({ server, username, password }: RawConfig["registry"]): Registry {
  const local = isLocalRegistry(server);
  return {
    server,
    username: local ? undefined : credential(username),
    password: local ? undefined : credential(password),
    local,
  };
}

function credential(raw: string | readonly [string] | undefined): Credential | undefined {
  if (raw === undefined) return undefined;
  return typeof raw === "string" ? { literal: raw } : { secret: raw[0] };
}
