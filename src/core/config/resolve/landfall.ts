import type { LandfallSettings, Verification } from "../landfall.ts";
import type { RawConfig } from "../schema/root.ts";
import { resolvePreview } from "./preview.ts";
import { primaryRoleName } from "./roles.ts";

export function resolveLandfall(raw: RawConfig): LandfallSettings {
  const { proxy, registry, release, verify, on_failure: onFailure, max_failures: maxFailures } = raw["x-landfall"] ?? {};
  return {
    engine: proxy?.engine ?? "kamal-proxy",
    proxyImage: proxy?.image,
    logsOut: registry?.logout ?? false,
    onFailure: onFailure ?? "rollback",
    maxFailures: maxFailures ?? { hosts: 0 },
    release: release && { command: release.command, role: release.role ?? primaryRoleName(raw) },
    verify: verify && resolveVerify(verify),
    preview: resolvePreview(raw),
  };
}

type RawVerify = NonNullable<NonNullable<RawConfig["x-landfall"]>["verify"]>;

const resolveVerify = ({ url, expect, for: seconds = 0, max_errors: maxErrors = 0 }: RawVerify): Verification => ({
  urls: [...new Set([url].flat())],
  ...{ expect, seconds, maxErrors },
});
