import type { OwnAccessory, PreviewSettings } from "../preview/settings.ts";
import type { RawConfig } from "../schema/root.ts";
import { resolveEnv } from "./env.ts";
import { resolveCertificate } from "./proxy.ts";
import { primaryRoleName, resolveRoles } from "./roles.ts";

type RawPreview = NonNullable<NonNullable<RawConfig["x-landfall"]>["preview"]>;
type RawShare = NonNullable<RawPreview["accessories"]>[string];

export function resolvePreview(raw: RawConfig): PreviewSettings | undefined {
  const written = raw["x-landfall"]?.preview;
  if (written === undefined) return undefined;
  const primary = primaryRoleName(raw);
  const all = resolveRoles(raw);
  const role = all.find(({ name }) => name === primary);
  const roles = [...new Set(written.roles ?? [primary])];
  const shown = roles.includes(primary) ? role : all.find(({ name, proxy }) => proxy && roles.includes(name));
  return {
    host: written.host,
    ssl: written.ssl === undefined ? (role?.proxy?.ssl ?? false) : written.ssl !== false,
    path: shown?.proxy?.pathPrefixes[0] ?? "",
    certificate: resolveCertificate(written.ssl),
    auth: written.auth,
    servers: [...new Set(written.servers ?? role?.hosts.slice(0, 1).map(({ host }) => host) ?? [])],
    roles,
    env: resolveEnv(written.env),
    own: Object.entries(written.accessories ?? {}).flatMap(([name, share]) => ownAccessory(name, share)),
    ...{ most: written.max, ttl: written.ttl, sleepAfter: written.sleep_after, label: written.label },
    forksIfApproved: written.allow_forks === "approved",
    runsHooks: written.hooks ?? false,
  };
}

function ownAccessory(name: string, share: RawShare): OwnAccessory[] {
  if (share === "shared") return [];
  const { env, seed } = share === "own" ? {} : share;
  return [{ name, env: resolveEnv(env), seed }];
}
