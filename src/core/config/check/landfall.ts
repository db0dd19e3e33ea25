import type { Role } from "../config.ts";
import type { Layout } from "../resolve/layout.ts";
import { primaryRoleName } from "../resolve/roles.ts";
import type { RawConfig } from "../schema/root.ts";
import type { Finding } from "./findings.ts";
import { checkPreview } from "./preview.ts";

/** What `x-landfall` says that cannot be meant. */
export function checkLandfall(raw: RawConfig, layout: Layout, destination: string | undefined): readonly Finding[] {
  return [
    ...[...unheardAcme(raw), ...uselessLimit(raw), ...boundlessLimit(raw), ...placelessRelease(raw, layout.roles)],
    ...checkPreview(raw, layout, destination),
  ];
}

function unheardAcme({ "x-landfall": { proxy } = {} }: RawConfig): readonly Finding[] {
  if (proxy?.acme === undefined || proxy.engine === "caddy") return [];
  const hint = "With `engine: caddy` it counts. Or give the app a certificate of its own, under `proxy.ssl`.";
  return [
    { path: ["x-landfall", "proxy", "acme"], message: "is for the caddy engine: kamal-proxy asks Let's Encrypt alone", hint },
  ];
}

/** To pass over a limit would be to deploy further than somebody wants. */
function uselessLimit({ "x-landfall": landfall = {} }: RawConfig): readonly Finding[] {
  if (landfall.on_failure !== "continue" || landfall.max_failures === undefined) return [];
  return [
    {
      path: ["x-landfall", "max_failures"],
      message: "has no meaning with on_failure: continue, which goes on however many servers fail",
      hint: "With `on_failure: rollback` all servers go back once more than max_failures have failed, with `stop` no more follow.",
    },
  ];
}

/** More than all servers cannot fail, so on_failure would never count. */
function boundlessLimit({ "x-landfall": landfall = {} }: RawConfig): readonly Finding[] {
  const most = landfall.max_failures;
  if (landfall.on_failure === "continue" || most === undefined || !("percent" in most) || most.percent < 100) return [];
  const hint = "For that, write `on_failure: continue` without max_failures.";
  return [{ path: ["x-landfall", "max_failures"], message: "lets all servers fail, so that on_failure never counts", hint }];
}

function placelessRelease(raw: RawConfig, roles: readonly Role[]): readonly Finding[] {
  const release = raw["x-landfall"]?.release;
  if (release === undefined) return [];
  const name = release.role ?? primaryRoleName(raw);
  if (roles.some((role) => role.name === name && role.hosts.length > 0)) return [];
  const known = roles.filter(({ hosts }) => hosts.length > 0).map((role) => role.name);
  return [
    {
      path: ["x-landfall", "release", ...(release.role === undefined ? [] : ["role"])],
      message: `the role ${name} has no server to run the command on`,
      hint: `Roles with servers: ${known.join(", ") || "none"}.`,
    },
  ];
}
